import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs one class of tests, or one test of it, on a class path in which a mutant stands before the real class. */
final class RunTests {
    private static final int FAILED = 1;
    private static final int NONE = 2;

    private RunTests() {}

    public static void main(String[] arguments) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(arguments[0]))
                .filters((PostDiscoveryFilter) found -> FilterResult.includedIf(arguments.length == 1
                        || !(found.getSource().orElse(null) instanceof MethodSource method)
                        || method.getMethodName().equals(arguments[1])))
                .build();
        var listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        summary.printFailuresTo(new PrintWriter(System.out, true), 5);
        System.out.println(summary.getTestsFoundCount() + " tests, " + summary.getTotalFailureCount() + " failures");
        System.exit(summary.getTestsSucceededCount() + summary.getTotalFailureCount() == 0
                ? NONE
                : summary.getTotalFailureCount() == 0 ? 0 : FAILED);
    }
}
