package org.cellwright.core;

/**
 * One question to a method.
 *
 * @param stepKey the same for every attempt at the same step, so that a method can recognise a
 *     repeat
 */
public record Request(Design design, long seed, String stepKey) {}
