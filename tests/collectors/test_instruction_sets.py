import platform

import pytest

from jupyter_repro.collectors.instruction_sets import in_cpuinfo, in_sysctl, instruction_sets


def test_those_of_an_intel_processor_are_reported_and_what_changes_no_number_is_not():
    text = "model name: x\nflags\t\t: fpu vme sse4_2 avx avx2 fma avx512f amx_tile hypervisor aes\nbugs: y\n"
    assert in_cpuinfo(text) == "amx_tile avx avx2 avx512f fma sse4_2"


def test_those_of_an_arm_processor_are_reported():
    assert in_cpuinfo("Features\t: fp asimd evtstrm aes sve\n") == "asimd sve"


def test_those_that_macos_tells_are_reported():
    assert in_sysctl("FPU VME SSE4.2 AVX1.0\nAVX2 BMI2") == "avx avx2 sse4_2"
    assert (
        in_sysctl("hw.optional.arm.FEAT_BF16: 1\nhw.optional.neon: 1\nhw.optional.arm.FEAT_SME: 0")
        == "bf16 neon"
    )


@pytest.mark.skipif(
    platform.machine() not in {"x86_64", "aarch64"}, reason="of these it is known that they have some"
)
def test_this_processor_has_some():
    assert instruction_sets() != "unknown"
