"""What people do that the audit tells, in the words of its page; Wagtail names the rest."""

from django.db import models
from wagtail.log_actions import registry


class Act(models.TextChoices):
    SUBMIT = "review.submit", "Envoi en relecture"
    CHANGE_LEAD = "drafts.change_lead", "Fiche donnée à une autre collectivité"
    WITHDRAW = "review.withdraw", "Retrait de la relecture"
    PUBLISH = "review.approuvee", "Décision\u00a0: publier"
    ASK_CHANGES = "review.a-modifier", "Décision\u00a0: demander des modifications"
    REFUSE = "review.refusee", "Décision\u00a0: refuser"
    ARCHIVE = "archiving.archive", "Archivage"
    OPEN_AGAIN = "archiving.open_again", "Sortie des archives"
    MERGE = "merging.merge", "Réunion avec une autre fiche"
    GIVE_MARK = "quality.give", "Marque de qualité donnée"
    TAKE_MARK_BACK = "quality.take_back", "Marque de qualité reprise"
    ASK_DELETION = "deletion.ask", "Suppression demandée"
    ACCEPT_DELETION = "deletion.accept", "Suppression acceptée"
    DECLINE_DELETION = "deletion.decline", "Suppression refusée"
    ASK_MEMBERSHIP = "memberships.ask", "Rattachement demandé"
    CONFIRM_MEMBERSHIP = "memberships.confirmed", "Rattachement confirmé"
    REFUSE_MEMBERSHIP = "memberships.refused", "Rattachement refusé"
    END_MEMBERSHIP = "memberships.ended", "Rattachement terminé"
    NAME_REFERENT = "memberships.name_referent", "Référent nommé"
    CHOOSE_WHO_SUBMITS = "memberships.referents_submit", "Choix de qui envoie les fiches"
    CONFIRM_BEARING = "bearings.confirm", "Portage confirmé"
    DECLINE_BEARING = "bearings.decline", "Portage décliné"
    UNDO_BEARING = "bearings.undo", "Réponse sur le portage reprise"
    START_INTERVIEW = "interviews.start", "Entretien commencé"
    TAKE_INTERVIEW = "interviews.take", "Entretien repris d’un collègue"
    SEND_INTERVIEW = "interviews.send", "Lien de signature envoyé"
    MERGE_THEME = "themes.merge", "Thème réuni à un autre"
    KEEP_THEME = "themes.keep", "Thème qui en reçoit un autre"
    SHOW_ANSWER = "vitality.show", "Mot d’une réponse montré sur la fiche"
    KEEP_ANSWER_ASIDE = "vitality.keep_aside", "Mot d’une réponse gardé entre nous"
    TREAT_SEARCH = "misses.treat", "Recherche ou demande de visiteur traitée"
    TICK_CRITERIA = "checklist.tick", "Critères de relecture cochés ou décochés"
    REMARK = "answering.remark", "Remarque sur un champ"
    WRITE_MESSAGE = "conversations.write", "Message envoyé"
    WRITE_NOTE = "conversations.note", "Note entre modérateurs"
    SIGN_IN = "accounts.sign_in", "Connexion"
    LOCK_OUT = "accounts.lock_out", "Compte bloqué un moment, après trop d’essais"
    FAIL_FACTOR = "accounts.fail_factor", "Double authentification\u00a0: code refusé"
    ADD_FACTOR = "accounts.add_factor", "Double authentification\u00a0: moyen ajouté"
    REMOVE_FACTOR = "accounts.remove_factor", "Double authentification\u00a0: moyen retiré"
    MAKE_CODES = "accounts.make_codes", "Codes de secours créés"
    CHANGE_PASSWORD = "accounts.change_password", "Mot de passe changé"


def label_of(action) -> str:
    """What the act is called; its own name when nothing calls it any more."""
    if action in Act.values:
        return Act(action).label
    return str(dict(registry.get_choices()).get(action, action))
