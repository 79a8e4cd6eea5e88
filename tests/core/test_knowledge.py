"""The view of the notes is safe to show before anything was built."""

from app.core.knowledge import KnowledgeView


def test_an_empty_view_claims_nothing() -> None:
    view = KnowledgeView(("/notes",))
    assert view.notes == view.skipped == ()
    assert view.chunks == view.embedded == 0
    assert view.encoder == "" and view.built_at == 0.0
