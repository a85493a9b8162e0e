namespace Mockhaus.Statements.Tests.Stores.Redis.Histories;

/// <summary>The checker finds what is wrong, and nothing else.</summary>
public sealed class HistoryCheckerTests
{
    /// <summary>What the first addition writes in all of these.</summary>
    private const int First = 10;

    private static readonly HistoryState None = HistoryState.None;

    [Test]
    public void One_after_the_other_as_it_should_be_has_an_order() => HasOrder(
        Add(1, 2, 10, true), Find(3, 4, Is(1, 10)), Replace(5, 6, 1, 11, true), Find(7, 8, Is(2, 11)), Remove(9, 10, true), Find(11, 12, None)).Should().BeTrue();

    [Test]
    public void Calls_at_the_same_time_may_be_done_in_any_order() => HasOrder(
        Add(1, 2, 10, true), Replace(3, 9, 1, 11, true), Find(4, 5, Is(2, 11)), Find(4, 5, Is(1, 10)), Replace(3, 9, 1, 12, false, Is(2, 11))).Should().BeTrue();

    [Test]
    public void A_find_that_misses_what_was_acknowledged_has_none() => HasOrder(Add(1, 2, 10, true), Find(3, 4, None)).Should().BeFalse();

    [Test]
    public void A_find_that_sees_the_past_has_none() => HasOrder(
        Add(1, 2, 10, true), Replace(3, 4, 1, 11, true), Find(5, 6, Is(1, 10))).Should().BeFalse();

    [Test]
    public void Two_finds_that_see_a_change_and_then_not_have_none() => HasOrder(
        Add(1, 2, 10, true), Replace(3, 9, 1, 11, true), Find(4, 5, Is(2, 11)), Find(6, 7, Is(1, 10))).Should().BeFalse();

    [Test]
    public void Two_winners_of_one_version_have_none() => HasOrder(
        Add(1, 2, 10, true), Replace(3, 9, 1, 11, true), Replace(3, 9, 1, 12, true)).Should().BeFalse();

    [Test]
    public void Two_that_added_it_have_none_unless_it_was_removed_in_between()
    {
        HasOrder(Add(1, 9, 10, true), Add(1, 9, 11, true)).Should().BeFalse();
        HasOrder(Add(1, 9, 10, true), Add(1, 9, 11, true), Remove(1, 9, true)).Should().BeTrue();
    }

    [Test]
    public void A_replacement_that_was_seen_and_then_denied_has_none() => HasOrder(
        Add(1, 2, 10, true), Replace(3, 9, 1, 11, false, Is(1, 10)), Find(4, 5, Is(2, 11))).Should().BeFalse();

    [Test]
    public void A_removed_statement_that_comes_back_has_none() => HasOrder(
        Add(1, 2, 10, true), Remove(3, 4, true), Find(5, 6, Is(1, 10))).Should().BeFalse();

    [Test]
    public void A_replacement_of_one_that_was_removed_since_has_none() => HasOrder(
        Add(1, 2, 10, true), Remove(3, 4, true), Add(5, 6, 11, true), Replace(7, 8, 1, 12, true)).Should().BeFalse();

    [Test]
    public void What_was_not_answered_may_have_been_done_or_not_or_later()
    {
        HasOrder(Add(1, 2, 10, true), Replace(3, null, 1, 11), Find(4, 5, Is(1, 10))).Should().BeTrue();
        HasOrder(Add(1, 2, 10, true), Replace(3, null, 1, 11), Find(4, 5, Is(1, 10)), Find(6, 7, Is(2, 11))).Should().BeTrue();
        HasOrder(Add(1, 2, 10, true), Replace(3, null, 1, 11), Find(4, 5, Is(2, 11)), Find(6, 7, Is(1, 10))).Should().BeFalse("it does not undo itself");
        HasOrder(Add(1, 2, 10, true), Find(3, 4, Is(2, 11)), Replace(5, null, 1, 11)).Should().BeFalse("it was not sent yet");
    }

    [Test]
    public void Long_histories_with_an_order_are_found_to_have_one_and_with_one_wrong_answer_none()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var calls = Simulate(random, 30);
            HasOrder([.. calls]).Should().BeTrue();

            // A version that nobody has written.
            var wrong = random.Next(calls.Count);
            calls[wrong] = calls[wrong] with { Kind = "find", Outcome = true, End = Math.Min(calls[wrong].End, long.MaxValue - 1), Seen = Is(99, 99) };
            HasOrder([.. calls]).Should().BeFalse();
        }
    }

    private static bool HasOrder(params HistoryCall[] calls) => HistoryChecker.HasOrder(calls);

    /// <summary>Calls that are done at one moment each, somewhere between their beginnings and their ends.</summary>
    private static List<HistoryCall> Simulate(Random random, int count)
    {
        var (state, calls) = (None, new List<HistoryCall>());
        for (var at = 0; at < count; at++)
        {
            var kind = new[] { "add", "find", "replace", "replace", "remove" }[random.Next(5)];
            var isAnswered = random.Next(6) > 0;
            var call = new HistoryCall(
                kind, (10 * at) - random.Next(40), isAnswered ? (10 * at) + random.Next(40) : long.MaxValue, null, Math.Max(1, state.Version - random.Next(2)), state.Creation, at + 1, None);
            var after = call.After(state)!.Value;
            if (isAnswered)
            {
                var outcome = kind == "find" || (kind == "remove" ? !state.IsNone : after != state);
                call = call with { Outcome = outcome, Seen = kind == "remove" ? None : after };
            }

            calls.Add(call);
            state = after;
        }

        return calls;
    }

    private static HistoryCall Add(long begin, long? end, int content, bool? outcome = null) =>
        new("add", begin, end ?? long.MaxValue, outcome, 0, 0, content, outcome == true ? new(1, content, content) : None);

    private static HistoryCall Replace(long begin, long? end, long expected, int content, bool? outcome = null, HistoryState stands = default) =>
        new("replace", begin, end ?? long.MaxValue, outcome, expected, First, content, outcome == true ? Is(expected + 1, content) : stands);

    private static HistoryState Is(long version, int content) => new(version, content, First);

    private static HistoryCall Remove(long begin, long end, bool outcome) => new("remove", begin, end, outcome, 0, 0, 0, None);

    private static HistoryCall Find(long begin, long end, HistoryState seen) => new("find", begin, end, true, 0, 0, 0, seen);
}
