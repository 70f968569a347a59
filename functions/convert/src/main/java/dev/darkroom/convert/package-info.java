/**
 * {@code image.fetched} -> {@code image.converted}: one artifact for each wanted format, made by a confined qemu-img.
 *
 * <p>{@link dev.darkroom.convert.ConvertImage} is the whole story in order. Only {@link dev.darkroom.convert.QemuImg} says
 * what qemu-img is to do, and only a {@link dev.darkroom.convert.Sandbox} says how it is started; no text from outside ever
 * becomes an argument. What an image is, is judged by {@code dev.darkroom.inspect}, before and after. Knows no origin, no
 * target, and no other function.
 */
package dev.darkroom.convert;
