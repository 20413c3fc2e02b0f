package io.stacksy.guard;

import io.stacksy.deploy.ToolLocation;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.osgi.framework.hooks.weaving.WeavingException;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;

/** Rewrites the classes of tools that make refused calls; all others stay byte for byte what they are. Thread-safe. */
final class Weaving implements WeavingHook {
    /**
     * Loaded before this hook is there: each class is asked about by means of these, and so they cannot be asked about
     * themselves.
     */
    static final List<Class<?>> LOADED_FIRST = List.of(ToolLocation.class, WeavingException.class);

    @Override
    public void weave(WovenClass woven) {
        try {
            String location = woven.getBundleWiring().getBundle().getLocation();
            if (ToolLocation.isTool(location)) {
                byte[] bytes = woven.getBytes();
                byte[] harmless = harmless(ToolLocation.revision(location), bytes);
                if (harmless != bytes) {
                    woven.setBytes(harmless);
                }
            }
        } catch (RuntimeException | Error e) {
            // after anything but a WeavingException the framework would never ask this hook again
            throw new WeavingException(
                    "the class " + woven.getClassName() + " cannot be checked for what a tool may not call", e);
        }
    }

    /** A class that throws where it would make a refused call; the same array if it makes none. */
    static byte[] harmless(String tool, byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        if (!RefusedMethod.isNamedIn(reader)) {
            return bytes;
        }
        ClassWriter writer = new ClassWriter(reader, 0);
        RefusingVisitor visitor = new RefusingVisitor("the tool " + tool, writer);
        reader.accept(visitor, 0);
        return visitor.calls().isEmpty() ? bytes : writer.toByteArray();
    }
}
