package io.stacksy.admin.rest;

import io.stacksy.deploy.Plan;
import io.stacksy.deploy.Version;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A plan as JSON shows it. */
public record PlanView(
        String tool,
        @Nullable String from,
        String to,
        String sha256,
        boolean nothingToDo,
        List<ObstacleView> obstacles,
        List<String> aliases,
        List<String> migrations,
        List<RefusedCallView> refusedCalls,
        SignatureView signature) {
    public PlanView {
        obstacles = List.copyOf(obstacles);
        aliases = List.copyOf(aliases);
        migrations = List.copyOf(migrations);
        refusedCalls = List.copyOf(refusedCalls);
    }

    static PlanView of(Plan plan) {
        return new PlanView(
                plan.to().tool().value(),
                plan.from().map(Version::toString).orElse(null),
                plan.to().version().toString(),
                plan.to().sha256(),
                plan.nothingToDo(),
                plan.obstacles().stream().map(ObstacleView::of).toList(),
                plan.aliases(),
                plan.migrations(),
                plan.refusedCalls().stream().map(RefusedCallView::of).toList(),
                SignatureView.of(plan.signature()));
    }

    /** A call that throws when it is made. */
    public record RefusedCallView(String type, String method, String call) {
        static RefusedCallView of(Plan.RefusedCall refused) {
            return new RefusedCallView(refused.type(), refused.method(), refused.call());
        }
    }

    /** How the bytes stand to the signature that came with them. */
    public record SignatureView(String state, @Nullable String keyId, String detail) {
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
