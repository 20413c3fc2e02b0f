package io.stacksy.auth.provider;

import io.stacksy.deploy.Actor;
import io.stacksy.tool.ToolException;
import java.util.UUID;

/** Gives an account another password, on the word of whoever knows the present one. Thread-safe. */
final class PasswordChange {
    private final Accounts accounts;
    private final PasswordCheck check;
    private final PasswordRules rules;
    private final Passwords passwords;
    private final CurrentStanding standing;

    PasswordChange(
            Accounts accounts,
            PasswordCheck check,
            PasswordRules rules,
            Passwords passwords,
            CurrentStanding standing) {
        this.accounts = accounts;
        this.check = check;
        this.rules = rules;
        this.passwords = passwords;
        this.standing = standing;
    }

    /**
     * Changes it and ends all sessions of the account, the caller's as well.
     *
     * @throws ToolException if the new one is not acceptable or the present one is another
     * @throws SignInException if it is too early for another try, or there is no room to find out
     */
    void change(UUID id, String present, String next, String address) {
        Account account = accounts.find(id).orElseThrow(PasswordChange::gone);
        rules.check("new_password", next, account.username());
        Actor actor = new Actor(account.username(), address);
        verify(account, present, actor);
        AccountChange change = AccountChange.password(passwords.hash(next));
        if (accounts.change(id, change, actor) instanceof Accounts.Outcome.NotFound) {
            throw gone();
        }
        standing.takeEffect();
    }

    private void verify(Account account, String present, Actor actor) {
        try {
            check.verify(account.username(), present, actor, PasswordCheck.CHANGE);
        } catch (SignInException e) {
            if (e.reason() == SignInException.Reason.WRONG_CREDENTIALS) {
                throw ToolException.invalid("current_password", "is not the present one");
            }
            throw e;
        }
    }

    private static ToolException gone() {
        return Answers.unauthorized("the account is not there any more");
    }
}
