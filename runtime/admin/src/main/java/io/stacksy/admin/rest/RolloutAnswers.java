package io.stacksy.admin.rest;

import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.Rollout;
import io.stacksy.deploy.RolloutException;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Answers whoever asked for a rollout: at once, or when it is decided how it ends. Waiting holds no thread. */
final class RolloutAnswers {
    /** Whoever waits longer is sent to look at the rollout instead. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(100);

    private final Deployments deployments;
    private final Executor executor;
    private final Duration longestWait;

    RolloutAnswers(Deployments deployments, Executor executor) {
        this(deployments, executor, LONGEST_WAIT);
    }

    RolloutAnswers(Deployments deployments, Executor executor, Duration longestWait) {
        this.deployments = deployments;
        this.executor = executor;
        this.longestWait = longestWait;
    }

    /** Answers one who began a rollout. Who waits for one that waits for a person is not kept either. */
    CompletionStage<Response> answer(Exchange exchange, boolean wait, Supplier<Rollout> begin) {
        return answer(exchange, wait, begin, rollout -> rollout.state().decided() || rollout.waits(), this::waitedFor);
    }

    /** Answers one who said how a canary goes on: that it is aborted then is what was asked for. */
    CompletionStage<Response> steered(Exchange exchange, boolean wait, Supplier<Rollout> steer) {
        return answer(exchange, wait, steer, rollout -> rollout.state().decided(), this::steeredTo);
    }

    private CompletionStage<Response> answer(
            Exchange exchange,
            boolean wait,
            Supplier<Rollout> begin,
            Predicate<Rollout> enough,
            BiFunction<Exchange, Rollout, Response> answer) {
        try {
            Rollout begun = begin.get();
            if (!wait) {
                return CompletableFuture.completedFuture(accepted(exchange, begun));
            }
            return decided(begun, enough).thenApplyAsync(rollout -> answer.apply(exchange, rollout), executor);
        } catch (RolloutException e) {
            return CompletableFuture.completedFuture(exchange.refused(e));
        }
    }

    /** The rollout once it is decided, or as it began when the longest wait is over. */
    private CompletableFuture<Rollout> decided(Rollout begun, Predicate<Rollout> enough) {
        if (begun.state().decided()) {
            return CompletableFuture.completedFuture(begun);
        }
        CompletableFuture<Rollout> decided = new CompletableFuture<>();
        Deployments.Watch watch = deployments.watch(begun.id(), rollout -> {
            if (enough.test(rollout)) {
                decided.complete(rollout);
            }
        });
        return decided.completeOnTimeout(begun, longestWait.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((rollout, failure) -> watch.close());
    }

    private Response steeredTo(Exchange exchange, Rollout rollout) {
        return switch (rollout.state()) {
            case LIVE, ABORTED -> shown(exchange, rollout, 200);
            case RUNNING, NOTHING_TO_DO, REMOVED, FAILED, ROLLED_BACK -> waitedFor(exchange, rollout);
        };
    }

    private Response waitedFor(Exchange exchange, Rollout rollout) {
        return switch (rollout.state()) {
            case RUNNING -> accepted(exchange, deployments.rollout(rollout.id()).orElse(rollout));
            case LIVE -> shown(exchange, rollout, rollout.kind() == Rollout.Kind.DEPLOY ? 201 : 200);
            case NOTHING_TO_DO, REMOVED -> shown(exchange, rollout, 200);
            case FAILED, ROLLED_BACK -> exchange.problem(
                    rollout.cause().orElse(RolloutException.Reason.START_FAILED),
                    rollout.reason().orElse("the rollout failed and left no reason"),
                    RolloutView.of(rollout));
            case ABORTED -> exchange.problem(
                    RolloutException.Reason.ABORTED,
                    rollout.reason().orElse("the rollout was aborted"),
                    RolloutView.of(rollout));
        };
    }

    private static Response accepted(Exchange exchange, Rollout rollout) {
        return shown(exchange, rollout, 202);
    }

    private static Response shown(Exchange exchange, Rollout rollout, int status) {
        return Response.status(status)
                .location(exchange.uri()
                        .getBaseUriBuilder()
                        .path("admin/rollouts/{id}")
                        .build(rollout.id()))
                .entity(RolloutView.of(rollout))
                .build();
    }
}
