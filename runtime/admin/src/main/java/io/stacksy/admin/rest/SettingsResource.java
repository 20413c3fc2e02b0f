package io.stacksy.admin.rest;

import io.stacksy.settings.Choice;
import io.stacksy.settings.NodeSetting;
import io.stacksy.settings.NodeSettings;
import io.stacksy.settings.SettingException;
import io.stacksy.store.LiveSettings;
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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/** What the node is set to, and the way to change that while it serves. */
@Path("admin/settings")
@Produces(MediaType.APPLICATION_JSON)
public final class SettingsResource {
    private static final Duration LONGEST = Duration.ofDays(365);

    private final NodeSettings node;
    private final LiveSettings live;
    private final InstantSource clock;

    SettingsResource(NodeSettings node, LiveSettings live, InstantSource clock) {
        this.node = node;
        this.live = live;
        this.clock = clock;
    }

    @GET
    @Operation(summary = "List the settings of the node")
    @RolesAllowed("settings:read")
    @APIResponse(responseCode = "200", ref = "settings")
    public Response list() {
        return Response.ok(new Page<>(node.all().stream().map(SettingView::of).toList(), null))
                .build();
    }

    @GET
    @Path("{name}")
    @Operation(summary = "Show a setting")
    @RolesAllowed("settings:read")
    @APIResponse(responseCode = "200", ref = "setting")
    public Response read(@PathParam("name") String name, @Context Caller caller, @Context UriInfo uri) {
        return answered(new Exchange(caller, uri), name, () -> {});
    }

    /** Puts a value in place of what all nodes of the database were started with. */
    @PUT
    @Path("{name}")
    @Operation(summary = "Change a setting while the node serves")
    @Consumes(MediaType.APPLICATION_JSON)
    @RolesAllowed("settings:write")
    @APIResponse(responseCode = "200", ref = "setting")
    public Response change(
            @PathParam("name") String name, @Context Caller caller, @Context UriInfo uri, SettingChange change) {
        Exchange exchange = new Exchange(caller, uri);
        return answered(exchange, name, () -> live.set(name, change.text(), change.end(clock), exchange.actor()));
    }

    /** Goes back to what each node was started with. */
    @DELETE
    @Path("{name}")
    @Operation(summary = "Reset a setting")
    @RolesAllowed("settings:write")
    @APIResponse(responseCode = "200", ref = "setting")
    public Response reset(@PathParam("name") String name, @Context Caller caller, @Context UriInfo uri) {
        Exchange exchange = new Exchange(caller, uri);
        return answered(exchange, name, () -> live.reset(name, exchange.actor()));
    }

    /** The setting as it is after {@code work}. */
    private Response answered(Exchange exchange, String name, Runnable work) {
        try {
            return exchange.stored(() -> {
                work.run();
                return Response.ok(SettingView.of(node.named(name))).build();
            });
        } catch (SettingException e) {
            throw refusal(e);
        }
    }

    private static ToolException refusal(SettingException refused) {
        String why = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case UNKNOWN -> ToolException.notFound(why);
            case NOT_LIVE -> ToolException.conflict(why);
            case BAD_VALUE -> ToolException.invalid("value", why);
        };
    }

    /**
     * A setting as JSON.
     *
     * @param value what is in force; null for none, and for what may be a secret
     * @param source where that comes from: default, file, environment, command_line or operator
     * @param until when it is what the node was started with again; null for not by itself
     * @param isSet whether there is a value
     * @param startValue what the node was started with; null as above
     * @param startSource where that comes from
     * @param takes which values it takes; empty for any
     */
    public record SettingView(
            String name,
            @Schema(nullable = true) @Nullable String value,
            String source,
            @Schema(nullable = true) @Nullable Instant until,
            boolean isSet,
            boolean live,
            boolean secret,
            @Schema(nullable = true) @Nullable String defaultValue,
            @Schema(nullable = true) @Nullable String startValue,
            String startSource,
            String kind,
            String takes) {
        static SettingView of(NodeSetting setting) {
            return new SettingView(
                    setting.name(),
                    setting.value().orElse(null),
                    setting.source().label(),
                    setting.choice().flatMap(Choice::until).orElse(null),
                    setting.isSet(),
                    setting.live(),
                    setting.secret(),
                    setting.byDefault().orElse(null),
                    setting.atStart().orElse(null),
                    setting.startedFrom().label(),
                    setting.kind(),
                    setting.takes());
        }
    }

    /**
     * What is to be in force.
     *
     * @param value as it would stand in the environment
     * @param until when it ends; null for not by itself
     */
    public record SettingChange(
            @Schema(required = true) @Nullable String value, @Schema(nullable = true) @Nullable Instant until) {
        String text() {
            if (value == null) {
                throw ToolException.invalid("value", "must be there: what the setting is to be, as text");
            }
            return value;
        }

        Optional<Instant> end(InstantSource clock) {
            Instant now = clock.instant();
            if (until != null && (!until.isAfter(now) || until.isAfter(now.plus(LONGEST)))) {
                throw ToolException.invalid("until", "must be a moment in the " + LONGEST.toDays() + " days to come");
            }
            return Optional.ofNullable(until);
        }
    }
}
