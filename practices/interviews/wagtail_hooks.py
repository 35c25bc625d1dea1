"""What the history of a page in the admin calls the steps of an interview."""

from wagtail import hooks

from .versions import DECLINED, SIGNED, WRITTEN


@hooks.register("register_log_actions")
def interview_actions(actions):
    actions.register_action(WRITTEN, "Écrire par le lien", "Écrite par la collectivité, par le lien")
    actions.register_action(SIGNED, "Signer", "Signée par la collectivité, par le lien")
    actions.register_action(DECLINED, "Décliner", "Déclinée par la collectivité, par le lien")
