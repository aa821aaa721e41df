"""`jupyter repro completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

PROGRAM, VARIABLE = "jupyter-repro", "_JUPYTER_REPRO_COMPLETE"

# click completes one program: these hand it what is typed after `jupyter repro`, and leave the rest as it was
OF_JUPYTER = {
    "bash": r"""
_jupyter_repro_before=$(complete -p jupyter 2>/dev/null | sed -n 's/.* -F \([^ ]*\) .*/\1/p')
[ "$_jupyter_repro_before" = _jupyter_repro_of_jupyter ] && _jupyter_repro_before=

_jupyter_repro_of_jupyter() {
    if [ "$COMP_CWORD" -gt 1 ] && [ "${COMP_WORDS[1]}" = repro ]; then
        COMP_WORDS=(jupyter-repro "${COMP_WORDS[@]:2}")
        COMP_CWORD=$((COMP_CWORD - 1))
        _jupyter_repro_completion jupyter-repro
    elif [ -n "$_jupyter_repro_before" ]; then
        "$_jupyter_repro_before" "$@"
    elif [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W repro -- "${COMP_WORDS[1]}"))
    fi
}

complete -o bashdefault -o default -F _jupyter_repro_of_jupyter jupyter
""",
    "zsh": r"""
[[ ${_comps[jupyter]} != _jupyter_repro_of_jupyter ]] && _jupyter_repro_before=${_comps[jupyter]}

_jupyter_repro_of_jupyter() {
    if (( CURRENT > 2 )) && [[ ${words[2]} == repro ]]; then
        words=(jupyter-repro "${(@)words[3,-1]}")
        (( CURRENT-- ))
        _jupyter_repro_completion
    else
        ${_jupyter_repro_before:-_files}
    fi
}

compdef _jupyter_repro_of_jupyter jupyter
""",
    "fish": r"""
function _jupyter_repro_of_jupyter
    set -l line (commandline -cp | string replace -r '^\s*jupyter\s+repro' jupyter-repro)
    for completion in (env _JUPYTER_REPRO_COMPLETE=fish_complete COMP_WORDS=$line \
            COMP_CWORD=(commandline -t) jupyter-repro)
        set -l metadata (string split "," $completion)
        switch $metadata[1]
            case dir
                __fish_complete_directories $metadata[2]
            case file
                __fish_complete_path $metadata[2]
            case plain
                echo $metadata[2]
        end
    end
end

complete --no-files --command jupyter --condition "__fish_seen_subcommand_from repro" \
    --arguments "(_jupyter_repro_of_jupyter)"
""",
}


@click.command()
@click.argument("shell", type=click.Choice(list(OF_JUPYTER)))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    r"""Print the script that completes commands in a shell.

    \b
    bash  eval "$(jupyter repro completion bash)"   in ~/.bashrc
    zsh   eval "$(jupyter repro completion zsh)"    in ~/.zshrc, below compinit
    fish  jupyter repro completion fish | source    in config.fish

    It completes jupyter-repro, and jupyter repro.
    """
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"click completes nothing in {shell}")
    script = kind(context.find_root().command, {}, PROGRAM, VARIABLE)
    click.echo(script.source() + OF_JUPYTER[shell])
