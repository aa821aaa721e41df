from jupyter_repro.pinning.environment_pins import environment_found, environment_pins, not_pinned


def test_the_seed_becomes_the_hash_seed():
    assert environment_pins(42, {}, {})["PYTHONHASHSEED"] == "42"
    assert environment_pins(2**32 + 1, {}, {})["PYTHONHASHSEED"] == "1"


def test_what_was_recorded_is_replayed_whatever_is_set_here():
    recorded = {"OMP_NUM_THREADS": "7", "TZ": "Pacific/Apia", "PYTHONHASHSEED": "3"}
    assert environment_pins(42, recorded, {"OMP_NUM_THREADS": "2", "TZ": "UTC"}).items() >= recorded.items()


def test_without_a_seed_the_hash_order_is_left_random():
    assert environment_pins(None, {}, {})["PYTHONHASHSEED"] == "random"


def test_a_thread_count_that_the_user_set_is_found_and_one_that_was_not_is_the_default_in_force():
    found = environment_found({"OMP_NUM_THREADS": "3"})
    assert {found["OMP_NUM_THREADS"], found["OPENBLAS_NUM_THREADS"]} == {"3"}
    assert int(environment_found({})["OMP_NUM_THREADS"]) >= 1


def test_a_kernel_without_a_hash_seed_says_so():
    assert not_pinned({}) == ("PYTHONHASHSEED",)
    assert not_pinned({"PYTHONHASHSEED": "random"}) == ("PYTHONHASHSEED",)
    assert not_pinned({"PYTHONHASHSEED": "0"}) == ()


def test_nothing_that_only_describes_a_machine_is_set_for_a_kernel():
    assert "locale in force" not in environment_pins(42, {"locale in force": "C", "LD_PRELOAD": "x"}, {})
    assert "LD_PRELOAD" not in environment_pins(42, {"LD_PRELOAD": "x"}, {})


def test_python_is_buffered_unless_it_was_recorded_unbuffered():
    assert environment_pins(42, {}, {"PYTHONUNBUFFERED": "1"})["PYTHONUNBUFFERED"] == ""
    recorded = environment_found({"PYTHONUNBUFFERED": "1"})
    assert environment_pins(42, recorded, {})["PYTHONUNBUFFERED"] == "1"
    assert "PYTHONUNBUFFERED" not in environment_found({})
