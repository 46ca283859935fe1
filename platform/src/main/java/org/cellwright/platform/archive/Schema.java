package org.cellwright.platform.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.cellwright.core.CellwrightException;
import org.flywaydb.core.Flyway;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/**
 * The tables, and the migrations that make them; in lower case and plain SQL for both databases.
 */
final class Schema {

  /** Number of the last migration. Flyway is started only where the database is behind it. */
  static final int VERSION = 2;

  static final Table<Record> EVENT = DSL.table("event");
  static final Table<Record> RUN = DSL.table("run");
  static final Table<Record> EVALUATION = DSL.table("evaluation");
  static final Table<Record> ARTIFACT = DSL.table("artifact");

  static final Field<Long> SEQUENCE = DSL.field("sequence", SQLDataType.BIGINT);
  static final Field<String> RUN_ID = DSL.field("run_id", SQLDataType.VARCHAR);
  static final Field<String> KIND = DSL.field("kind", SQLDataType.VARCHAR);
  static final Field<String> PAYLOAD = DSL.field("payload", SQLDataType.CLOB);
  static final Field<String> RECORDED_AT = DSL.field("recorded_at", SQLDataType.VARCHAR);

  static final Field<String> NAME = DSL.field("name", SQLDataType.VARCHAR);
  static final Field<String> PLANNER = DSL.field("planner", SQLDataType.VARCHAR);
  static final Field<String> PARENT_ID = DSL.field("parent_id", SQLDataType.VARCHAR);
  static final Field<String> STATUS = DSL.field("status", SQLDataType.VARCHAR);
  static final Field<Long> SEED = DSL.field("seed", SQLDataType.BIGINT);
  static final Field<Double> BUDGET = DSL.field("budget", SQLDataType.DOUBLE);
  static final Field<Double> SPENT = DSL.field("spent", SQLDataType.DOUBLE);
  static final Field<Double> HYPERVOLUME = DSL.field("hypervolume", SQLDataType.DOUBLE);
  static final Field<Integer> EVALUATIONS = DSL.field("evaluations", SQLDataType.INTEGER);
  static final Field<String> STARTED_AT = DSL.field("started_at", SQLDataType.VARCHAR);
  static final Field<String> UPDATED_AT = DSL.field("updated_at", SQLDataType.VARCHAR);
  static final Field<String> CAMPAIGN_FILE = DSL.field("campaign_file", SQLDataType.CLOB);
  static final Field<String> OUT_DIRECTORY = DSL.field("out_directory", SQLDataType.CLOB);
  static final Field<Long> STARTED_IN = DSL.field("started_in", SQLDataType.BIGINT);

  static final Field<String> EVALUATION_ID = DSL.field("evaluation_id", SQLDataType.VARCHAR);
  static final Field<String> FIDELITY = DSL.field("fidelity", SQLDataType.VARCHAR);
  static final Field<String> STATE = DSL.field("state", SQLDataType.VARCHAR);
  static final Field<Double> COST = DSL.field("cost", SQLDataType.DOUBLE);
  static final Field<Long> ASKED_IN = DSL.field("asked_in", SQLDataType.BIGINT);
  static final Field<Long> OBSERVED_IN = DSL.field("observed_in", SQLDataType.BIGINT);

  static final Field<String> HASH = DSL.field("hash", SQLDataType.VARCHAR);
  static final Field<String> MEDIA_TYPE = DSL.field("media_type", SQLDataType.VARCHAR);
  static final Field<Long> SIZE = DSL.field("size", SQLDataType.BIGINT);

  private Schema() {}

  /** Connects with every safety on, and brings the tables up to date. */
  static Connection connect(String url, Path lockFile) throws SQLException, IOException {
    Connection connection = plain(url);
    try {
      if (version(connection) < VERSION) {
        connection.close();
        try (FileChannel channel =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.lock()) {
          migrate(url);
        }
        connection = plain(url);
      }
      return connection;
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A fresh copy of the tables in memory, to replay the log into. */
  static Connection inMemory() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
    String file = "common/V1__events_and_projections.sql";
    try (InputStream in = Schema.class.getResourceAsStream(file);
        Statement statement = connection.createStatement()) {
      if (in == null) {
        throw new IllegalStateException("the migration " + file + " is not on the class path");
      }
      statement.executeUpdate(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return connection;
  }

  static boolean isSqlite(String url) {
    return url.startsWith("jdbc:sqlite:");
  }

  private static Connection plain(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    if (isSqlite(url)) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("pragma busy_timeout = 5000");
        statement.execute("pragma journal_mode = wal");
        statement.execute("pragma synchronous = full");
        statement.execute("pragma foreign_keys = on");
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
    return connection;
  }

  /** Zero where there are no tables yet. */
  private static int version(Connection connection) throws SQLException {
    try (ResultSet tables =
        connection.getMetaData().getTables(null, null, "flyway_schema_history", null)) {
      if (!tables.next()) {
        return 0;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select max(cast(version as integer)) from flyway_schema_history"
                    + " where version is not null")) {
      int version = row.next() ? row.getInt(1) : 0;
      if (version > VERSION) {
        throw new CellwrightException(
            CellwrightException.Kind.CONFLICT,
            "the archive was written by a newer Cellwright (its tables have version "
                + version
                + ", this one knows "
                + VERSION
                + ")",
            connection.getMetaData().getURL(),
            "Use the newer Cellwright, or another --home.");
      }
      return version;
    }
  }

  private static void migrate(String url) {
    String vendor = isSqlite(url) ? "sqlite" : "postgresql";
    String here = "classpath:" + Schema.class.getPackageName().replace('.', '/') + "/";
    Flyway.configure()
        .dataSource(url, null, null)
        .locations(here + "common", here + vendor)
        .loggers("slf4j")
        .load()
        .migrate();
  }
}
