package org.cellwright.platform.archive;

import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/** The tables and columns, as the migrations make them; in lower case for both databases. */
final class Schema {

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
}
