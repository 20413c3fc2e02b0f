package io.stacksy.description;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.stacksy.deploy.Plan.Api.Source;
import io.stacksy.route.Rule;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one jar offers.
 *
 * @param operations by {@link #key}, in the order of the keys
 * @param document the OpenAPI document; missing where there is none
 */
record Description(Source source, Map<String, Offer> operations, JsonNode document) {
    /**
     * One operation.
     *
     * @param rule who may call it, as its class says; empty where no class was found for it
     * @param path the OpenAPI path item that it is part of; missing where it was read from a class
     * @param operation the OpenAPI operation; missing where it was read from a class
     */
    record Offer(String method, String template, Optional<Rule> rule, JsonNode path, JsonNode operation) {
        static Offer ofClass(String method, String template, Rule rule) {
            return new Offer(method, template, Optional.of(rule), MissingNode.getInstance(), MissingNode.getInstance());
        }
    }

    Description {
        operations = Collections.unmodifiableMap(new TreeMap<>(operations));
    }

    static Description empty() {
        return new Description(Source.CLASSES, Map.of(), MissingNode.getInstance());
    }

    /** What classes offer. */
    static Description ofClasses(Map<String, Offer> operations) {
        return new Description(Source.CLASSES, operations, MissingNode.getInstance());
    }

    /** What a document offers, to whom classes say it. */
    static Description ofDocument(OpenApi document, Map<String, Offer> byClasses) {
        Map<String, Offer> operations = new LinkedHashMap<>();
        document.offers().forEach(offer -> {
            String key = key(offer.method(), offer.template());
            Optional<Rule> rule = Optional.ofNullable(byClasses.get(key)).flatMap(Offer::rule);
            operations.put(key, new Offer(offer.method(), offer.template(), rule, offer.path(), offer.operation()));
        });
        return new Description(Source.OPENAPI, operations, document.root());
    }

    /** What tells operations apart: the method and the path, without the names and patterns of its variables. */
    static String key(String method, String template) {
        return method + " " + Template.bare(template);
    }
}
