package dev.darkroom.inspect;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A number as it stands in a file, with the name under which a refusal speaks of it. Unsigned: what has the highest bit
 * set is a very large number, never a negative one.
 */
record Field(String name, long value) {

    /** @return the value */
    long between(long least, long most) {
        if (Long.compareUnsigned(value, least) < 0 || Long.compareUnsigned(value, most) > 0) {
            throw mustBe(least + ".." + most);
        }
        return value;
    }

    long atLeast(long least) {
        if (Long.compareUnsigned(value, least) < 0) {
            throw mustBe("at least " + least);
        }
        return value;
    }

    long atMost(long most) {
        return between(0, most);
    }

    long exactly(long only) {
        if (value != only) {
            throw mustBe(Long.toUnsignedString(only));
        }
        return value;
    }

    long oneOf(long... values) {
        if (Arrays.stream(values).noneMatch(each -> each == value)) {
            throw mustBe(Arrays.stream(values).mapToObj(Long::toUnsignedString).collect(Collectors.joining(" or ")));
        }
        return value;
    }

    Field multipleOf(long unit) {
        if (Long.remainderUnsigned(value, unit) != 0) {
            throw mustBe("a multiple of " + unit);
        }
        return this;
    }

    Field powerOfTwo() {
        if (Long.bitCount(value) != 1) {
            throw mustBe("a power of two");
        }
        return this;
    }

    boolean bit(int number) {
        return (value >>> number & 1) == 1;
    }

    /** @param rule completes "must be" */
    Refusal mustBe(String rule) {
        return new Refusal(name + " must be " + rule + " but is " + Long.toUnsignedString(value));
    }
}
