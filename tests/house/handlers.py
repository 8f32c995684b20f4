"""How the handlers of taps name what they get: the tap, and the action that was tapped."""

import ast

from bot.actions import Action

NAMES = ("tapped", "_tapped")


def other_names(modules: dict[str, ast.Module]) -> list[str]:
    """Return each function that takes a tap and calls the action beside it something else."""
    return sorted(
        f"{path}: {function.name}({argument.arg})"
        for path, tree in modules.items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and _takes_a_tap(function)
        for argument in function.args.args
        if argument.arg not in NAMES and _says(argument) & _actions(Action)
    )


def _takes_a_tap(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("Tap" in _says(argument) for argument in function.args.args)


def _says(argument: ast.arg) -> set[str]:
    """Return the names in an argument's annotation: of `Give | Keep`, both."""
    nodes = list(ast.walk(argument.annotation)) if argument.annotation else []
    plain = {node.id for node in nodes if isinstance(node, ast.Name)}
    return plain | {node.attr for node in nodes if isinstance(node, ast.Attribute)}


def _actions(base: type[Action]) -> set[str]:
    """Return the names of all classes of actions."""
    return {base.__name__}.union(*(_actions(it) for it in base.__subclasses__()))
