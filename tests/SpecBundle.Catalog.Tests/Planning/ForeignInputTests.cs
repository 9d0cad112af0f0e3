using CsCheck;

namespace SpeculativeDecoding.Tests;

/// <summary>Whatever is typed, the plan is made or refused with words; it never fails otherwise.</summary>
public sealed class ForeignInputTests
{
    private static readonly Gen<string> Flag = Any([.. FlagTable.Sglang.Rows.Keys]);

    private static readonly Gen<string> Broken =
        Gen.Select(Flag, Gen.Int[0, 40], Gen.Char).Select((flag, at, character) => flag.Insert(Math.Min(at, flag.Length), character.ToString()));

    private static readonly Gen<string> Element = Gen.OneOf(
        Flag, Broken, Gen.String, Gen.Select(Flag, Gen.String).Select((flag, value) => $"{flag}={value}"),
        Any("--", "-", "", "--=", "--tp", "-1", "1e400", "NaN", "{\"a\": 1}", "--tp=x"));

    [LongForm]
    [Fact(Timeout = 120_000)]
    public void Any_arguments_give_a_plan_or_problems_with_remedies()
    {
        Gen.Select(Element.Array[0, 6], Any("0.5.23", "0.5.9", "0.5.14", "9.9", "x", ""), Any([.. Catalog.All])).Sample(
            (elements, version, pair) =>
            {
                try
                {
                    var plan = Planned.Plan(pair, version, free: elements);
                    return plan.CommandLine().Count == plan.Arguments.Count && plan.ToShell().Length > 0 && plan.ToJson().Length > 0;
                }
                catch (LaunchPlanException exception)
                {
                    return exception.Problems.Count > 0 && exception.Problems.All(problem => problem.Message.Length > 0 && problem.Remedy.Length > 0);
                }
            },
            iter: Soak.Rounds(brief: 200, full: 600));
    }

    [LongForm]
    [Fact(Timeout = 60_000)]
    public void A_flag_with_one_wrong_letter_is_refused_with_a_name()
    {
        Gen.Select(Flag, Gen.Int[2, 60], Gen.Char['a', 'z']).Sample(
            (flag, at, letter) =>
            {
                var misspelt = flag.Insert(Math.Min(at, flag.Length), letter.ToString());
                var flags = SglangFlags.Of("0.5.23");
                var report = new PlanReport();
                return FlagCheck.Resolve(misspelt, flags, report) is not null
                    || (report.Problems is [var problem] && flags.Names.Any(name => problem.ToString().Contains(name, StringComparison.Ordinal)));
            },
            iter: Soak.Rounds(brief: 150, full: 500));
    }

    [Fact(Timeout = 60_000)]
    public void Any_text_is_a_release_number_or_not_and_never_an_error()
    {
        Gen.String.Sample(text => SglangFlags.Of(text).Names.Any(), iter: 200);
    }

    [Fact(Timeout = 60_000)]
    public void Any_name_is_found_or_answered_with_pairs()
    {
        Gen.String.Sample(name => Catalog.TryFind(name, out _) || Assert.Throws<UnknownPairException>(() => Catalog.Find(name)).Nearest.Count > 0, iter: 500);
    }

    [Fact(Timeout = 60_000)]
    public void The_distance_of_two_names_is_symmetric_and_zero_only_for_the_same()
    {
        Gen.Select(Gen.String[Gen.Char['a', 'd'], 0, 8], Gen.String[Gen.Char['a', 'd'], 0, 8]).Sample(
            (left, right) => NearestNames.Distance(left, right) == NearestNames.Distance(right, left) && (NearestNames.Distance(left, right) == 0) == (left == right));
    }

    private static Gen<T> Any<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
