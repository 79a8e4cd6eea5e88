"""Nothing goes to another machine before the user has agreed to its host; yes and no are kept."""

from __future__ import annotations

from app.core.settings import Provider
from app.core.tasks import spawn
from app.parts import Plan
from app.ui.dialogs import agrees
from app.ui.language import tr


async def agree_to_provider(plan: Plan, provider: Provider, host: str) -> bool:
    """Ask before talk and notes go to a host for the first time."""
    return await _ask(
        plan,
        host,
        tr(
            "Answers by {provider} send the question, recent talk and the passages of your notes "
            "shown with it to {host}."
        ).format(provider=provider.name, host=host),
    )


async def agree_to_recogniser(plan: Plan, engine: str, host: str) -> bool:
    """Ask before the sound of a call goes to a host for the first time."""
    return await _ask(
        plan,
        host,
        tr(
            "The recogniser {engine} sends the sound of the call, yours and that of the others, "
            "and names from your notes that it should know, to {host}. Without it nothing is "
            "understood, until another recogniser is chosen."
        ).format(engine=engine, host=host),
    )


async def _ask(plan: Plan, host: str, words: str) -> bool:
    title = tr("Send to {host}?").format(host=host)
    yes = await agrees(title, words, yes=tr("Send"), no=tr("Do not send"))
    privacy = plan.settings.privacy
    kept = {"privacy.agreed": privacy.agreed} if yes else {"privacy.refused": privacy.refused}
    ((key, hosts),) = kept.items()
    if plan.change is not None and host not in hosts:
        # Beside what waits for the answer: that may itself be a change of settings.
        spawn(plan.change({key: (*hosts, host)}), name=f"keep {key}")
    return yes
