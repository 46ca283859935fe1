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

/**
 * Connects, and brings the tables up to date. Plain JDBC, so that opening an archive loads neither
 * jOOQ nor, where nothing is behind, Flyway.
 */
final class Database {

  /** Number of the last migration. */
  static final int VERSION = 2;

  private Database() {}

  /** Connects with every safety on, and brings the tables up to date. */
  static Connection connect(String url, Path lockFile) throws SQLException, IOException {
    Connection connection = plain(url);
    try {
      if (version(connection) < VERSION) {
        connection.close();
        try (FileChannel channel =
                FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = channel.lock()) {
          Migrations.run(url);
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
    try (InputStream in = Database.class.getResourceAsStream(file);
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
    Connection connection =
        DriverManager.getConnection(isSqlite(url) ? url + "?transaction_mode=IMMEDIATE" : url);
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
}
