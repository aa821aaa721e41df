from jupyter_repro.policies.cell_declarations import Declared
from jupyter_repro.policies.policy import CellPolicy, Policy, policy_of
from jupyter_repro.policies.rules import Replacement, Rule

PNG, TEXT = "image/png", "text/plain"


def test_a_cell_that_declares_nothing_has_the_default():
    assert policy_of({"source": ""}, Policy(tolerance=0.1)).of(TEXT) == Policy(tolerance=0.1)


def test_a_rule_is_stronger_than_the_default_and_the_cell_than_a_rule():
    rules = (Rule(tolerance=0.2), Rule(tolerance=0.3, mime=("text/*",)))
    policy = CellPolicy(Policy(tolerance=0.1), rules)
    assert [policy.of(mime).tolerance for mime in (PNG, TEXT)] == [0.2, 0.3]
    assert CellPolicy(Policy(), rules, Declared(tolerance=0.0)).of(TEXT).tolerance == 0.0


def test_a_rule_for_some_cells_leaves_the_others_alone():
    rules = [Rule(cells=("slow-*",), ignore=True)]
    assert policy_of({"source": "", "metadata": {"tags": ["slow-fit"]}}, rules=rules).ignore
    assert not policy_of({"source": "", "metadata": {"tags": ["quick"]}}, rules=rules).ignore


def test_a_rule_for_a_mime_type_ignores_that_and_not_the_cell():
    policy = CellPolicy(rules=(Rule(name="pictures", mime=("image/*",), ignore=True),))
    assert not policy.ignore
    assert (policy.of(PNG).ignored, policy.of(TEXT).ignored) == ("pictures", "")


def test_a_cell_may_ask_to_be_compared_though_a_rule_ignores_all():
    assert CellPolicy(rules=(Rule(ignore=True),)).ignore
    assert not CellPolicy(rules=(Rule(ignore=True),), declared=Declared(ignore=False)).ignore


def test_the_later_rule_is_the_stronger_and_replacements_add_up():
    rules = (
        Rule(ignore=True, timings="compare", replace=(Replacement("a"),)),
        Rule(ignore=False, timings="equivalent", replace=(Replacement("b"),)),
    )
    policy = CellPolicy(rules=rules)
    assert not policy.ignore
    assert policy.of(TEXT).timings
    assert [replacement.pattern for replacement in policy.of(TEXT).replacements] == ["a", "b"]


def test_a_cell_s_own_replacements_come_after_those_of_rules():
    declared = Declared(replace=(Replacement("b"),))
    policy = CellPolicy(rules=(Rule(replace=(Replacement("a"),)),), declared=declared)
    assert [each.pattern for each in policy.of(TEXT).replacements] == ["a", "b"]
