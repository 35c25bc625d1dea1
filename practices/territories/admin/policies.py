"""What nobody does in the admin, whatever permissions they have."""

from wagtail.permission_policies import ModelPermissionPolicy


class LimitedPolicy(ModelPermissionPolicy):
    """The permissions of the model, but for some actions, which belong elsewhere."""

    def __init__(self, model, *, without):
        super().__init__(model)
        self.without = frozenset(without)

    def user_has_permission(self, user, action):
        return action not in self.without and super().user_has_permission(user, action)

    def user_has_any_permission(self, user, actions):
        return super().user_has_any_permission(user, set(actions) - self.without)
