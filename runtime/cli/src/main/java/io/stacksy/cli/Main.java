package io.stacksy.cli;

import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The client verbs of the {@code stacksy} command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        System.exit(run(arguments, environment, Terminal.ofProcess(environment), Clock.systemUTC()));
    }

    /** Runs one command line; returns the exit code. */
    static int run(String[] arguments, Map<String, String> environment, Terminal terminal, Clock clock) {
        return commandLine(environment, terminal, clock).execute(arguments);
    }

    private static CommandLine commandLine(Map<String, String> environment, Terminal terminal, Clock clock) {
        Stacksy options = new Stacksy();
        Session session = new Session(options, environment, terminal, clock);
        CommandLine root = new CommandLine(options);
        List.of(
                        new Login(session),
                        new Logout(session),
                        new Tools(session),
                        new ShowTool(session),
                        new PlanJar(session),
                        new Deploy(session),
                        new Sign(session),
                        new GenerateKey(session),
                        Steer.Word.PROMOTE.verb(session),
                        Steer.Word.ABORT.verb(session),
                        Steer.Word.PAUSE.verb(session),
                        Steer.Word.RESUME.verb(session),
                        new Rollback(session),
                        new Traffic(session),
                        new Quarantine(session),
                        new Release(session),
                        new Budget(session),
                        new Settings(session),
                        new Remove(session),
                        new Users(session),
                        new Roles(session),
                        new Keys(session),
                        new Status(session),
                        new Audit(session, () -> TimeUnit.SECONDS.sleep(2)),
                        new Top(session, () -> TimeUnit.SECONDS.sleep(2)))
                .forEach(root::addSubcommand);
        addVersion(root);
        return root.setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setOut(terminal.out())
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> end(failure, terminal).code())
                .setParameterExceptionHandler(
                        (mistake, given) -> misused(mistake, terminal).code());
    }

    /** Every verb tells its version but the one that has another use for the word. */
    private static void addVersion(CommandLine command) {
        command.getSubcommands().values().forEach(Main::addVersion);
        if (command.getCommandSpec().findOption("--version") == null) {
            command.getCommandSpec()
                    .versionProvider(new BuiltVersion())
                    .addOption(OptionSpec.builder("-V", "--version")
                            .versionHelp(true)
                            .description("Show the version.")
                            .build());
        }
    }

    private static Exit end(Exception thrown, Terminal terminal) {
        if (thrown instanceof Failure failure) {
            terminal.error("stacksy: " + failure.getMessage()
                    + failure.requestId().map(id -> " (request id " + id + ")").orElse(""));
            return failure.exit();
        }
        terminal.error("stacksy: the command itself failed, which it never should: " + thrown);
        return Exit.REFUSED;
    }

    private static Exit misused(ParameterException mistake, Terminal terminal) {
        String verb = mistake.getCommandLine().getCommandSpec().qualifiedName();
        terminal.error("stacksy: " + sentence(mistake) + "; see: " + verb + " --help");
        return Exit.USAGE;
    }

    private static String sentence(ParameterException mistake) {
        if (mistake instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            String argument = unmatched.getUnmatched().get(0);
            boolean root = mistake.getCommandLine().getParent() == null;
            return root ? "there is no command '" + argument + "'" : "'" + argument + "' is one argument too many";
        }
        String message = String.valueOf(mistake.getMessage()).replace('\n', ' ');
        return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    }
}
