using System.Numerics;

namespace SpeculativeDecoding.Templates;

/// <summary>Integers without a bound, and floats: <see cref="long"/>, <see cref="BigInteger"/> beyond it, <see cref="double"/>. Truth values count as 0 and 1.</summary>
internal static class PythonNumber
{
    // Of a power: more than any template calculates with, and little work.
    private const int MostBits = 1 << 16;

    private static readonly object[] Small = [.. Enumerable.Range(-1, 258).Select(object (number) => (long)number)];

    public static object Box(long value) => value is >= -1 and < 257 ? Small[value + 1] : value;

    public static bool IsNumber(object? value) => value is long or bool or double or BigInteger;

    public static bool IsInteger(object? value) => value is long or bool or BigInteger;

    public static BigInteger Integer(object value) => value switch
    {
        bool truth => truth ? 1 : 0,
        long number => number,
        _ => (BigInteger)value,
    };

    public static double Double(object value) => value is double number ? number : (double)Integer(value);

    public static object Normal(BigInteger value) => value >= long.MinValue && value <= long.MaxValue ? Box((long)value)
        : value.GetBitLength() <= 2 * MostBits ? value : throw new JinjaException("a number has too many digits", JinjaErrorKind.Limit);

    /// <summary>Negative, zero or positive; null where one of them is no number at all.</summary>
    public static int? Compare(object left, object right)
    {
        if (left is long first && right is long second)
        {
            return first.CompareTo(second);
        }

        if (left is not double && right is not double)
        {
            return Integer(left).CompareTo(Integer(right));
        }

        if (left is double x && right is double y)
        {
            return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
        }

        var (number, integer, sign) = left is double ? ((double)left, Integer(right), 1) : ((double)right, Integer(left), -1);
        return double.IsNaN(number) ? null
            : double.IsInfinity(number) ? sign * Math.Sign(number)
            : sign * (new BigInteger(Math.Floor(number)).CompareTo(integer) is not 0 and var difference ? difference : number > Math.Floor(number) ? 1 : 0);
    }

    public static object Negate(object? value) => value switch
    {
        double number => -number,
        not null when IsInteger(value) => Normal(-Integer(value)),
        Undefined undefined => throw undefined.Error(),
        _ => throw new JinjaException($"bad operand type for unary -: '{PythonType.NameOf(value)}'"),
    };

    public static object Plus(object? value) => value switch
    {
        double => value,
        not null when IsInteger(value) => Normal(Integer(value)),
        Undefined undefined => throw undefined.Error(),
        _ => throw new JinjaException($"bad operand type for unary +: '{PythonType.NameOf(value)}'"),
    };

    /// <summary>The result of <c>+ - * / // % **</c> for two numbers.</summary>
    public static object Calculate(object left, string sign, object right)
    {
        if (left is long first && right is long second)
        {
            switch (sign)
            {
                case "+" when !OverflowsSum(first, second):
                    return Box(first + second);
                case "-" when !OverflowsSum(first, -second) && second != long.MinValue:
                    return Box(first - second);
                case "*" when Math.BigMul(first, second, out var low) is var high && (high == 0 && low >= 0 || high == -1 && low < 0):
                    return Box(low);
                case "%" when second > 0:
                    return Box(((first % second) + second) % second);
            }
        }

        return sign == "/" ? Divide(left, right)
            : left is double || right is double ? Calculate(Double(left), sign, Double(right))
            : Calculate(Integer(left), sign, Integer(right));
    }

    private static bool OverflowsSum(long first, long second) => ((first ^ (first + second)) & (second ^ (first + second))) < 0;

    private static object Divide(object left, object right)
    {
        if (Compare(right, 0L) == 0)
        {
            throw new JinjaException(left is double || right is double ? "float division by zero" : "division by zero");
        }

        return Double(left) / Double(right);
    }

    private static object Calculate(BigInteger left, string sign, BigInteger right) => sign switch
    {
        "+" => Normal(left + right),
        "-" => Normal(left - right),
        "*" => Normal(left * right),
        "//" or "%" when right.IsZero => throw new JinjaException("integer division or modulo by zero"),
        "//" => Normal(BigInteger.DivRem(left, right, out var rest) - (!rest.IsZero && (rest.Sign < 0) != (right.Sign < 0) ? 1 : 0)),
        "%" => Normal(((left % right) + right) % right),
        _ => Power(left, right),
    };

    private static object Power(BigInteger left, BigInteger right)
    {
        if (right.Sign < 0)
        {
            return left.IsZero ? throw new JinjaException("0.0 cannot be raised to a negative power") : Math.Pow((double)left, (double)right);
        }

        if (BigInteger.Abs(left) > 1 && (right > MostBits || left.GetBitLength() * right > MostBits))
        {
            throw new JinjaException("a power has too many digits", JinjaErrorKind.Limit);
        }

        return BigInteger.Abs(left) <= 1 ? Normal(left.IsZero ? (right.IsZero ? 1 : 0) : left.IsOne || right.IsEven ? 1 : -1) : Normal(BigInteger.Pow(left, (int)right));
    }

    private static double Calculate(double left, string sign, double right)
    {
        switch (sign)
        {
            case "+":
                return left + right;
            case "-":
                return left - right;
            case "*":
                return left * right;
            case "**" when left == 0 && right < 0:
                throw new JinjaException("0.0 cannot be raised to a negative power");
            case "**" when left < 0 && right != Math.Truncate(right):
                throw new JinjaException("a power is a complex number, which has no place in a template");
            case "**":
                return Math.Pow(left, right) is var power && double.IsInfinity(power) && double.IsFinite(left) && double.IsFinite(right) ? throw new JinjaException("(34, 'Numerical result out of range')") : power;
            case var _ when right == 0:
                throw new JinjaException(sign == "//" ? "float floor division by zero" : "float modulo");
        }

        var rest = left % right;
        if (rest != 0 && (rest < 0) != (right < 0))
        {
            rest += right;
        }

        if (sign == "%")
        {
            return rest == 0 ? Math.CopySign(0, right) : rest;
        }

        var quotient = (left - rest) / right;
        var floor = Math.Floor(quotient);
        return quotient - floor > 0.5 ? floor + 1 : quotient == 0 ? Math.CopySign(0, left / right) : floor;
    }
}
