package io.stacksy.guard;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;

/**
 * A method of the Java platform that a tool may not call, in all its overloads.
 *
 * @param owner the internal name of its class, none of which has subclasses
 * @param why what is wrong with the call, and what to do instead
 */
record RefusedMethod(String owner, String name, String why) {
    private static final String END = "it would end the node with all its tools; throw an exception instead";
    private static final String PROCESS = "a tool starts no processes; use a library, or a service over the network";
    private static final String NATIVE = "a tool loads no native code; use a library that is all Java";

    private static final int METHOD = 10;
    private static final int METHOD_OF_INTERFACE = 11;

    private static final Map<String, RefusedMethod> ALL = Stream.of(
                    of("java/lang/System", END, "exit"),
                    of("java/lang/Runtime", END, "exit", "halt"),
                    of("java/lang/Runtime", PROCESS, "exec"),
                    of("java/lang/ProcessBuilder", PROCESS, "start", "startPipeline"),
                    of("java/lang/System", NATIVE, "load", "loadLibrary"),
                    of("java/lang/Runtime", NATIVE, "load", "loadLibrary"),
                    of("java/lang/foreign/Linker", NATIVE, "nativeLinker"),
                    of("java/lang/foreign/SymbolLookup", NATIVE, "libraryLookup"))
            .flatMap(Collection::stream)
            .collect(Collectors.toUnmodifiableMap(method -> method.owner + "." + method.name, Function.identity()));

    private static Collection<RefusedMethod> of(String owner, String why, String... names) {
        return Arrays.stream(names)
                .map(name -> new RefusedMethod(owner, name, why))
                .toList();
    }

    static Optional<RefusedMethod> find(String owner, String name) {
        return Optional.ofNullable(ALL.get(owner + "." + name));
    }

    /**
     * Whether a class has one of these in its constants. Whatever it does with a method, by a call, a method reference
     * or a constant, it has to name it there; so one that does not is done with, and most do not.
     */
    static boolean isNamedIn(ClassReader type) {
        char[] buffer = new char[type.getMaxStringLength()];
        for (int i = 1; i < type.getItemCount(); i++) {
            int at = type.getItem(i);
            if (at == 0) {
                continue; // the second half of a long or a double
            }
            int tag = type.readByte(at - 1);
            if (tag == METHOD || tag == METHOD_OF_INTERFACE) {
                int nameAndType = type.getItem(type.readUnsignedShort(at + 2));
                if (find(type.readClass(at, buffer), type.readUTF8(nameAndType, buffer))
                        .isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }

    /** As people write it: {@code System.exit}. */
    String label() {
        return owner.substring(owner.lastIndexOf('/') + 1) + "." + name;
    }
}
