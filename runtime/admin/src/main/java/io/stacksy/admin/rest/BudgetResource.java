package io.stacksy.admin.rest;

import io.stacksy.budget.Budget;
import io.stacksy.budget.Budgets;
import io.stacksy.budget.Rate;
import io.stacksy.deploy.Deployments;
import io.stacksy.deploy.ToolName;
import io.stacksy.tool.Caller;
import io.stacksy.tool.ToolException;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a tool may take of the node, and the way to change it while it serves. */
@Path("admin/tools/{name}/budget")
@Produces(MediaType.APPLICATION_JSON)
public final class BudgetResource {
    private final Deployments deployments;
    private final Budgets budgets;

    BudgetResource(Deployments deployments, Budgets budgets) {
        this.deployments = deployments;
        this.budgets = budgets;
    }

    @GET
    @Operation(summary = "Show a tool's budget")
    @RolesAllowed("tools:read")
    public BudgetView read(@PathParam("name") String name) {
        return view(known(name));
    }

    /** Changes the parts that are given. */
    @PUT
    @Operation(summary = "Change a tool's budget")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("tools:write")
    public BudgetView change(
            @PathParam("name") String name, @Context Caller caller, @Context UriInfo uri, BudgetChange change) {
        ToolName tool = known(name);
        Budget budget = change.appliedTo(budgets.of(tool.value()));
        Exchange exchange = new Exchange(caller, uri);
        return exchange.stored(() -> {
            budgets.set(tool, budget, exchange.actor());
            return view(tool);
        });
    }

    /** Goes back to what the settings of the node say. */
    @DELETE
    @Operation(summary = "Reset a tool's budget")
    @RolesAllowed("tools:write")
    public BudgetView reset(@PathParam("name") String name, @Context Caller caller, @Context UriInfo uri) {
        ToolName tool = known(name);
        Exchange exchange = new Exchange(caller, uri);
        return exchange.stored(() -> {
            budgets.reset(tool, exchange.actor());
            return view(tool);
        });
    }

    private ToolName known(String name) {
        return deployments.tools().stream()
                .map(tool -> tool.name())
                .filter(known -> known.value().equals(name))
                .findFirst()
                .orElseThrow(() -> ToolException.notFound("there is no tool '" + name + "' on this node"));
    }

    private BudgetView view(ToolName tool) {
        return BudgetView.of(budgets.of(tool.value()), budgets.isOwn(tool));
    }

    /**
     * A budget as JSON.
     *
     * @param own whether it is the tool's own, and not that of the node's settings
     */
    public record BudgetView(
            int concurrency,
            long deadlineMs,
            long bodyBytes,
            int connections,
            int errorPercent,
            String rate,
            boolean own) {
        static BudgetView of(Budget budget, boolean own) {
            return new BudgetView(
                    budget.concurrency(),
                    budget.deadline().toMillis(),
                    budget.bodyBytes(),
                    budget.connections(),
                    budget.errorPercent(),
                    Rate.text(budget.rate()),
                    own);
        }
    }

    /** Parts of a budget; what is null stays as it is. */
    public record BudgetChange(
            @Schema(nullable = true) @Nullable Integer concurrency,
            @Schema(nullable = true) @Nullable Long deadlineMs,
            @Schema(nullable = true) @Nullable Long bodyBytes,
            @Schema(nullable = true) @Nullable Integer connections,
            @Schema(nullable = true) @Nullable Integer errorPercent,
            @Schema(nullable = true) @Nullable String rate) {
        Budget appliedTo(Budget before) {
            Optional<Rate> limit = rate == null ? before.rate() : rate(rate);
            try {
                return new Budget(
                        concurrency == null ? before.concurrency() : concurrency,
                        deadlineMs == null ? before.deadline() : Duration.ofMillis(deadlineMs),
                        bodyBytes == null ? before.bodyBytes() : bodyBytes,
                        connections == null ? before.connections() : connections,
                        errorPercent == null ? before.errorPercent() : errorPercent,
                        limit);
            } catch (IllegalArgumentException e) {
                String says = String.valueOf(e.getMessage());
                String part = says.substring(0, says.indexOf(' '));
                throw ToolException.invalid(part, says);
            }
        }

        private static Optional<Rate> rate(String text) {
            try {
                return Rate.parseOrOff(text);
            } catch (IllegalArgumentException e) {
                throw ToolException.invalid("rate", "rate " + e.getMessage());
            }
        }
    }
}
