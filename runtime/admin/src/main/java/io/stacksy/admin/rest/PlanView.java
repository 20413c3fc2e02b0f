package io.stacksy.admin.rest;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Version;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A plan as JSON shows it. */
public record PlanView(
        String tool,
        @Schema(nullable = true) @Nullable String from,
        String to,
        String sha256,
        String plan,
        boolean nothingToDo,
        List<ObstacleView> obstacles,
        List<String> aliases,
        List<String> aliasesAdded,
        List<String> aliasesRemoved,
        String describedBy,
        List<ChangeView> changes,
        boolean breaking,
        List<String> newPermissions,
        @Schema(nullable = true) @Nullable VerdictView verdict,
        List<AffectedView> affected,
        List<MigrationView> migrations,
        RollbackView rollback,
        List<String> touchedBundles,
        List<String> imports,
        List<RefusedCallView> refusedCalls,
        SignatureView signature) {
    static PlanView of(Plan plan) {
        return new PlanView(
                plan.to().tool().value(),
                plan.from().map(Version::toString).orElse(null),
                plan.to().version().toString(),
                plan.to().sha256(),
                plan.hash(),
                plan.nothingToDo(),
                plan.obstacles().stream().map(ObstacleView::of).toList(),
                plan.aliases().claimed(),
                plan.aliases().added(),
                plan.aliases().removed(),
                plan.api().source().label(),
                plan.api().changes().stream().map(ChangeView::of).toList(),
                plan.api().changes().stream().anyMatch(Plan.Change::breaking),
                List.copyOf(plan.api().newPermissions()),
                plan.verdict().map(VerdictView::of).orElse(null),
                plan.affected().stream().map(AffectedView::of).toList(),
                plan.migrations().stream().map(MigrationView::of).toList(),
                new RollbackView(plan.rollback().possible(), plan.rollback().detail()),
                plan.surroundings().touched(),
                plan.surroundings().imports(),
                plan.refusedCalls().stream().map(RefusedCallView::of).toList(),
                SignatureView.of(plan.signature()));
    }

    /** One thing that changes about an operation. */
    public record ChangeView(String kind, String operation, String detail, boolean breaking) {
        static ChangeView of(Plan.Change change) {
            return new ChangeView(change.kind().label(), change.operation(), change.detail(), change.breaking());
        }
    }

    /** Whether the version says what changes. */
    public record VerdictView(boolean fits, String least, String detail) {
        static VerdictView of(Plan.Verdict verdict) {
            return new VerdictView(verdict.fits(), verdict.least().toString(), verdict.detail());
        }
    }

    /** Who called an operation that goes or changes. */
    public record AffectedView(String operation, long calls, int clients, List<ClientView> callers, String detail) {
        static AffectedView of(Plan.Affected affected) {
            return new AffectedView(
                    affected.operation(),
                    affected.calls(),
                    affected.clients(),
                    affected.callers().stream()
                            .map(client -> new ClientView(client.name(), client.calls()))
                            .toList(),
                    affected.toString());
        }
    }

    /** One of them. */
    public record ClientView(String name, long calls) {}

    /** One script that would run. */
    public record MigrationView(String script, String effect, List<String> findings) {
        static MigrationView of(Plan.Migration migration) {
            return new MigrationView(
                    migration.script(), migration.destructive() ? "destructive" : "expanding", migration.findings());
        }
    }

    /** Whether the revision before could be rolled back to. */
    public record RollbackView(boolean possible, String detail) {}

    /** A call that throws when it is made. */
    public record RefusedCallView(String type, String method, String call) {
        static RefusedCallView of(Plan.RefusedCall refused) {
            return new RefusedCallView(refused.type(), refused.method(), refused.call());
        }
    }

    /** How the bytes stand to the signature that came with them. */
    public record SignatureView(String state, @Schema(nullable = true) @Nullable String keyId, String detail) {
        static SignatureView of(Plan.Signature signature) {
            return new SignatureView(
                    signature.state().label(), signature.keyId().orElse(null), signature.detail());
        }
    }

    /** One thing that stands in the way. */
    public record ObstacleView(String cause, String detail) {
        static ObstacleView of(Plan.Obstacle obstacle) {
            return new ObstacleView(Labels.of(obstacle.reason()), obstacle.detail());
        }
    }
}
