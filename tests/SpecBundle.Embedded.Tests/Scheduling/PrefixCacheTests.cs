using SpeculativeDecoding.Embedded;

namespace SpeculativeDecoding.Tests;

/// <summary>What of a prompt is known from earlier ones, and what happens to the slots.</summary>
public sealed class PrefixCacheTests
{
    private const int Total = 40;

    [Theory(Timeout = 60_000)]
    [InlineData(false, 3)]
    [InlineData(true, 2)]
    public void A_slot_is_shared_up_to_where_prompts_part_and_with_a_draft_up_to_the_token_before(bool keyedBySuccessor, int shared)
    {
        var (pool, cache) = Create(keyedBySuccessor);
        var slots = Insert(pool, cache, [1, 2, 3, 4, 5], usable: 4);

        var known = new List<int>();
        var held = cache.Match([1, 2, 3, 9, 9], known);

        Assert.Equal(slots.Take(shared), known);
        Assert.Equal(cache.Count - shared, cache.Evictable);
        cache.Release(held);
        Assert.Equal(cache.Count, cache.Evictable);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public void Slots_whose_keys_are_not_all_computed_go_back_to_the_pool(bool keyedBySuccessor)
    {
        var (pool, cache) = Create(keyedBySuccessor);

        var slots = Insert(pool, cache, [1, 2, 3, 4, 5], usable: 2);

        var known = new List<int>();
        cache.Match([1, 2, 3, 4, 5], known);
        Assert.Equal(slots.Take(2), known);
        Assert.Equal((2, Total - 2), (cache.Count, pool.Free));
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_known_already_is_kept_once_and_no_slot_is_lost(bool keyedBySuccessor)
    {
        var (pool, cache) = Create(keyedBySuccessor);
        Insert(pool, cache, [1, 2, 3, 4, 5], usable: 4);
        Insert(pool, cache, [1, 2, 3, 4, 5], usable: 4);
        Insert(pool, cache, [1, 2, 7, 8, 9], usable: 4);

        Assert.Equal(Total, pool.Free + cache.Count);
        Assert.Equal(keyedBySuccessor ? 4 + 3 : 4 + 2, cache.Count);
        cache.Evict(Total);
        Assert.Equal((Total, 0, 0), (pool.Free, cache.Count, cache.Evictable));
    }

    [Fact(Timeout = 60_000)]
    public void What_is_held_is_not_taken_back_and_what_was_used_longest_ago_goes_first()
    {
        var (pool, cache) = Create(keyedBySuccessor: false);
        Insert(pool, cache, [1, 2, 3, 0], usable: 3);
        Insert(pool, cache, [4, 5, 6, 0], usable: 3);
        Insert(pool, cache, [7, 8, 9, 0], usable: 3);
        var held = cache.Match([1, 2], []);
        cache.Match([4, 5, 6], []);

        cache.Evict(Total - 5);

        Assert.Equal((5, 3), (cache.Count, Known(cache, [4, 5, 6])));
        Assert.Equal(2, Known(cache, [1, 2, 3]));
        Assert.Equal(0, Known(cache, [7, 8, 9]));
        cache.Release(held);
    }

    [Fact(Timeout = 60_000)]
    public void What_is_held_stays_though_all_that_follows_it_goes()
    {
        var (pool, cache) = Create(keyedBySuccessor: false);
        Insert(pool, cache, [1, 2, 3, 4, 0], usable: 4);
        cache.Match([1, 2], []);

        cache.Evict(Total);

        Assert.Equal((2, Total - 2), (cache.Count, pool.Free));
    }

    [Fact(Timeout = 60_000)]
    public void Of_three_the_one_that_was_used_longest_ago_goes()
    {
        var (pool, cache) = Create(keyedBySuccessor: false);
        Insert(pool, cache, [1, 0], usable: 1);
        Insert(pool, cache, [2, 0], usable: 1);
        Insert(pool, cache, [3, 0], usable: 1);
        cache.Release(cache.Match([1], []));

        cache.Evict(Total - 2);

        Assert.Equal((1, 0, 1), (Known(cache, [1]), Known(cache, [2]), Known(cache, [3])));
    }

    [Fact(Timeout = 60_000)]
    public void What_two_hold_is_held_until_both_have_let_go()
    {
        var (pool, cache) = Create(keyedBySuccessor: false);
        Insert(pool, cache, [1, 2, 3, 0], usable: 3);
        var held = new[] { cache.Match([1, 2, 3], []), cache.Match([1, 2], []) };

        Assert.Equal(0, cache.Evictable);
        cache.Release(held[0]);
        Assert.Equal(1, cache.Evictable);
        cache.Release(held[1]);
        Assert.Equal(3, cache.Evictable);
    }

    [Fact(Timeout = 60_000)]
    public void What_the_cache_gave_is_not_given_back_to_the_pool_though_less_of_it_is_usable()
    {
        var (pool, cache) = Create(keyedBySuccessor: false);
        Insert(pool, cache, [1, 2, 3, 0], usable: 3);
        List<int> slots = [];
        cache.Release(cache.Match([1, 2, 3], slots));

        cache.Insert([1, 2, 3, 4], slots, held: 3, usable: 2);

        Assert.Equal((3, Total), (cache.Count, pool.Free + cache.Count));
    }

    private static (SlotPool Pool, PrefixCache Cache) Create(bool keyedBySuccessor)
    {
        var pool = new SlotPool(Total);
        return (pool, new PrefixCache(pool, keyedBySuccessor));
    }

    private static int Known(PrefixCache cache, int[] tokens)
    {
        var slots = new List<int>();
        cache.Match(tokens, slots);
        return slots.Count;
    }

    /// <summary>A sequence that computed every token but its last.</summary>
    private static List<int> Insert(SlotPool pool, PrefixCache cache, int[] tokens, int usable)
    {
        var slots = Enumerable.Range(0, tokens.Length - 1).Select(_ => pool.Take()).ToList();
        cache.Insert(tokens, slots, held: 0, usable);
        return slots;
    }
}
