"""Whose room an act belongs to: the features' declarations, turned round for looking up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.feature import (
    Action,
    Command,
    Feature,
    Fits,
    HandleAwaited,
    HandleLink,
    HandleReply,
    HandleTap,
    Leaves,
    Look,
    PromptName,
)
from bot.spaces.awaited import Awaited
from bot.telegram.incoming import Said


@dataclass(frozen=True)
class Rooms:
    """What each verb, command, prompt, letter and link leads to; see `Feature` for the meaning of each."""

    features: tuple[Feature, ...]
    commands: Mapping[str, Command]
    taps: Mapping[str, Action]
    open_taps: Mapping[str, Action]
    awaited: Mapping[str, HandleAwaited]
    prompt_names: Mapping[str, PromptName]
    listening: Mapping[str, HandleAwaited]
    leaves: Mapping[str, Leaves]
    places: frozenset[str]
    fits: Mapping[str, Fits]
    replies: Mapping[str, HandleReply]
    proofs: Mapping[str, str]
    links: Mapping[str, HandleLink]
    cautions: tuple[Look, ...]

    @classmethod
    def of(cls, features: tuple[Feature, ...]) -> "Rooms":
        """Collect the declarations of all features."""
        return cls(
            features=features,
            commands={command.name: command for f in features for command in f.commands},
            taps={verb: action_of(it) for f in features for verb, it in f.taps.items()},
            open_taps={verb: action_of(it) for f in features for verb, it in f.open_taps.items()},
            awaited={kind: run for f in features for kind, run in f.awaited.items()},
            prompt_names={kind: name for f in features for kind, name in f.prompt_names.items()},
            listening={kind: run for f in features for kind, run in f.listening.items()},
            leaves={kind: run for f in features for kind, run in f.leaves.items()},
            fits={kind: fits for f in features for kind, fits in f.fits.items()},
            places=frozenset(kind for f in features for kind in f.places),
            replies={kind: run for f in features for kind, run in f.replies.items()},
            proofs={
                verb: action.of
                for f in features
                for verb, it in (*f.taps.items(), *f.open_taps.items())
                if (action := action_of(it)).of is not None
            },
            links={kind: run for f in features for kind, run in f.links.items()},
            cautions=tuple(f.caution for f in features if f.caution is not None),
        )

    def fitting(self, prompts: Sequence[Awaited], said: Said) -> list[Awaited]:
        """Return which of these prompts a message may answer; a place is for those that take one."""
        if said.place is not None:
            for_places = [it for it in prompts if it.kind in self.places]
            return for_places or [it for it in prompts if it.kind not in self.fits]
        return [it for it in prompts if it.kind not in self.fits or self.fits[it.kind](said)]


def action_of(declared: Action | HandleTap) -> Action:
    """Return what a feature declared for a verb as an action; a bare handler is one at doors alone."""
    return declared if isinstance(declared, Action) else Action(declared)
