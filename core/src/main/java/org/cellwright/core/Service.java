package org.cellwright.core;

/** A method that another laboratory or an instrument answers, some time later. */
public non-sealed interface Service extends Method {}
