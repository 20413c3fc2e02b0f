package io.stacksy.guard;

import io.stacksy.deploy.ToolLocation;
import io.stacksy.guard.checkpoint.Checkpoint;
import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassTooLargeException;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodTooLargeException;
import org.osgi.framework.hooks.weaving.WeavingException;
import org.osgi.framework.hooks.weaving.WeavingHook;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Namespace;

/**
 * Rewrites the classes of tools that make refused calls or have loops; all others stay byte for byte what they are.
 * Thread-safe.
 */
final class Weaving implements WeavingHook {
    /**
     * Loaded before this hook is there: each class is asked about by means of these, and so they cannot be asked about
     * themselves.
     */
    static final List<Class<?>> LOADED_FIRST = List.of(ToolLocation.class, WeavingException.class);

    private static final String CHECKPOINTS = Checkpoint.class.getPackageName();

    @Override
    public void weave(WovenClass woven) {
        try {
            String location = woven.getBundleWiring().getBundle().getLocation();
            if (ToolLocation.isTool(location)) {
                byte[] bytes = woven.getBytes();
                byte[] tame = tame(ToolLocation.revision(location), bytes);
                if (tame != bytes) {
                    woven.setBytes(tame);
                    importCheckpoints(woven);
                }
            }
        } catch (RuntimeException | Error e) {
            // after anything but a WeavingException the framework would never ask this hook again
            throw new WeavingException(
                    "the class " + woven.getClassName() + " cannot be checked for what a tool may not call", e);
        }
    }

    /** Its bundle is given the package, once. */
    private static void importCheckpoints(WovenClass woven) {
        boolean isImported = woven.getBundleWiring().getRequirements(PackageNamespace.PACKAGE_NAMESPACE).stream()
                .map(each -> each.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, ""))
                .anyMatch(filter -> filter.contains(CHECKPOINTS));
        if (!isImported) {
            woven.getDynamicImports().add(CHECKPOINTS);
        }
    }

    /**
     * A class that throws where it would make a refused call, and whose loops come by a checkpoint; the same array if it
     * makes no such call and has no loop.
     */
    static byte[] tame(String tool, byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        try {
            return tame(tool, bytes, reader, true);
        } catch (MethodTooLargeException | ClassTooLargeException e) {
            return tame(tool, bytes, reader, false); // no room for more: rather a loop that nobody can end
        }
    }

    private static byte[] tame(String tool, byte[] bytes, ClassReader reader, boolean withCheckpoints) {
        ClassWriter writer = new ClassWriter(reader, 0);
        RefusingVisitor refusing = new RefusingVisitor("the tool " + tool, writer);
        ClassVisitor calls = RefusedMethod.isNamedIn(reader) ? refusing : writer;
        CheckpointVisitor loops = new CheckpointVisitor(calls);
        reader.accept(withCheckpoints ? loops : calls, 0);
        return refusing.calls().isEmpty() && !loops.changed() ? bytes : writer.toByteArray();
    }
}
