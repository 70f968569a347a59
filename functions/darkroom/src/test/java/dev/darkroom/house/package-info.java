/** The rules of the house that no single module can see: who may know whom, and what every file has to keep to. */
package dev.darkroom.house;
