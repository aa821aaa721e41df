import pytest

from jupyter_repro.collectors.virtual_machine import NONE, container, virtual_machine


@pytest.mark.parametrize(
    ("file", "content", "kind"),
    [
        (".dockerenv", "", "docker"),
        ("run/.containerenv", "", "podman"),
        ("proc/1/cgroup", "0::/kubepods/burstable/pod1", "kubernetes"),
        ("proc/1/cgroup", "12:cpu:/docker/4711\n", "docker"),
        ("proc/1/cgroup", "0::/user.slice/dockerish\n", NONE),
        ("run/systemd/container", "lxc\n", "lxc"),
    ],
)
def test_a_container_is_known_by_what_it_leaves(tmp_path, file, content, kind):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    assert container({}, tmp_path) == kind


def test_a_pod_is_known_by_its_environment(tmp_path):
    assert container({"KUBERNETES_SERVICE_HOST": "10.0.0.1"}, tmp_path) == "kubernetes"
    assert container({}, tmp_path) == NONE


def test_the_subsystem_of_windows_is_a_virtual_machine(tmp_path):
    (tmp_path / "proc/sys/kernel").mkdir(parents=True)
    (tmp_path / "proc/sys/kernel/osrelease").write_text("5.15.90.1-microsoft-standard-WSL2\n")
    assert virtual_machine(tmp_path) == "wsl"


def test_this_machine_is_real_or_not():
    assert virtual_machine()
