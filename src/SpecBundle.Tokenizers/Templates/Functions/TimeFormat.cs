using System.Globalization;
using System.Text;

namespace SpeculativeDecoding.Templates;

/// <summary>A time in the codes of <c>strftime</c>, in English.</summary>
internal static class TimeFormat
{
    public static string Format(DateTimeOffset time, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            var flag = format[i + 1] is '-' or '_' or '0' or '^' && i + 2 < format.Length ? format[++i] : '\0';
            text.Append(Field(time, format[++i], flag));
        }

        return text.ToString();
    }

    private static string Field(DateTimeOffset time, char code, char flag) => code switch
    {
        'Y' => Number(time.Year, 1, '0', flag),
        'y' => Number(time.Year % 100, 2, '0', flag),
        'C' => Number(time.Year / 100, 2, '0', flag),
        'm' => Number(time.Month, 2, '0', flag),
        'd' => Number(time.Day, 2, '0', flag),
        'e' => Number(time.Day, 2, ' ', flag),
        'j' => Number(time.DayOfYear, 3, '0', flag),
        'H' => Number(time.Hour, 2, '0', flag),
        'k' => Number(time.Hour, 2, ' ', flag),
        'I' => Number(((time.Hour + 11) % 12) + 1, 2, '0', flag),
        'l' => Number(((time.Hour + 11) % 12) + 1, 2, ' ', flag),
        'M' => Number(time.Minute, 2, '0', flag),
        'S' => Number(time.Second, 2, '0', flag),
        'f' => (time.Ticks % TimeSpan.TicksPerSecond / 10).ToString("000000", CultureInfo.InvariantCulture),
        'p' => time.Hour < 12 ? "AM" : "PM",
        'P' => time.Hour < 12 ? "am" : "pm",
        'A' => Word(time, "dddd", flag),
        'a' => Word(time, "ddd", flag),
        'B' => Word(time, "MMMM", flag),
        'b' or 'h' => Word(time, "MMM", flag),
        'u' => Number(((int)time.DayOfWeek + 6) % 7 + 1, 1, '0', flag),
        'w' => Number((int)time.DayOfWeek, 1, '0', flag),
        'U' => Number((time.DayOfYear + 6 - (int)time.DayOfWeek) / 7, 2, '0', flag),
        'W' => Number((time.DayOfYear + 6 - (((int)time.DayOfWeek + 6) % 7)) / 7, 2, '0', flag),
        'V' => Number(ISOWeek.GetWeekOfYear(time.DateTime), 2, '0', flag),
        'G' => Number(ISOWeek.GetYear(time.DateTime), 1, '0', flag),
        'F' => time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        'D' or 'x' => time.ToString("MM/dd/yy", CultureInfo.InvariantCulture),
        'T' or 'X' => time.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        'R' => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        'r' => time.ToString("hh:mm:ss tt", CultureInfo.InvariantCulture),
        'c' => time.ToString("ddd MMM ", CultureInfo.InvariantCulture) + Number(time.Day, 2, ' ', '\0') + time.ToString(" HH:mm:ss yyyy", CultureInfo.InvariantCulture),
        's' => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),

        // The time that transformers gives has no zone.
        'z' or 'Z' => "",
        'n' => "\n",
        't' => "\t",
        '%' => "%",
        _ => "%" + (flag == '\0' ? "" : flag) + code,
    };

    private static string Word(DateTimeOffset time, string format, char flag)
    {
        var word = time.ToString(format, CultureInfo.InvariantCulture);
        return flag == '^' ? word.ToUpperInvariant() : word;
    }

    private static string Number(int number, int width, char fill, char flag) => number.ToString(CultureInfo.InvariantCulture).PadLeft(flag == '-' ? 0 : width, flag switch
    {
        '_' => ' ',
        '0' => '0',
        _ => fill,
    });
}
