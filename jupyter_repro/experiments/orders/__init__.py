"""The order of execution that gives the outputs which a notebook stores, where top to bottom does not.

Osiris (Wang, Kuo, Li and Zeller, "Assessing and Restoring Reproducibility of Jupyter Notebooks", ASE 2020) restored
82 % of the notebooks that could be executed: by the order that execution counts tell, by orders that definitions and
uses of names allow, and by both together.
"""
