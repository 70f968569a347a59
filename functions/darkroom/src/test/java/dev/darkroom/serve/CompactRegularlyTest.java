package dev.darkroom.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CompactRegularlyTest {
    private static final Logger LOG = Logger.getLogger(CompactRegularly.class.getName());

    private final List<LogRecord> warnings = new ArrayList<>();
    private final Handler hears = new Handler() {
        @Override
        public void publish(LogRecord each) {
            if (each.getLevel().intValue() >= Level.WARNING.intValue()) {
                warnings.add(each);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void hear() {
        LOG.addHandler(hears);
        LOG.setUseParentHandlers(false);
    }

    @AfterEach
    void hearNoMore() {
        LOG.removeHandler(hears);
        LOG.setUseParentHandlers(true);
    }

    @Test
    void whatAnotherVersionOfTheDatabaseDoesNotHaveIsSaidOnce() {
        compactTwice(new NoSuchMethodError("getMvStore"));

        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst().getThrown()).isInstanceOf(NoSuchMethodError.class);
    }

    @Test
    void aDatabaseThatIsAwayIsSaidByThoseWhoNeedIt() {
        compactTwice(new SQLException("away"));
        compactTwice(new MVStoreException(DataUtils.ERROR_CLOSED, "closed meanwhile"));

        assertThat(warnings).isEmpty();
    }

    /** From a database that fails whoever asks it. */
    private static void compactTwice(Throwable failure) {
        var database = (DataSource) Proxy.newProxyInstance(
                CompactRegularlyTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (any, method, with) -> {
                    throw failure;
                });
        var regularly = new CompactRegularly(database);
        regularly.compact();
        regularly.compact();
    }
}
