/** Right of the kernel's logo in Notebook 7, and behind what JupyterLab itself shows. */
export const RANK = 900;
