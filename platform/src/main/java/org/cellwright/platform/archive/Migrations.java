package org.cellwright.platform.archive;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.flywaydb.core.Flyway;

/** Brings tables that are behind up to date; apart, so that an archive that is not pays nothing. */
final class Migrations {

  /** Held strongly, since the logging system keeps loggers weakly. */
  private static final Logger FLYWAY_LOG = Logger.getLogger("org.flywaydb");

  private Migrations() {}

  static void run(String url) {
    String vendor = Database.isSqlite(url) ? "sqlite" : "postgresql";
    String here = "classpath:" + Migrations.class.getPackageName().replace('.', '/') + "/";
    FLYWAY_LOG.setLevel(Level.WARNING);
    Flyway.configure()
        .dataSource(url, null, null)
        .locations(here + "common", here + vendor)
        .load()
        .migrate();
  }
}
