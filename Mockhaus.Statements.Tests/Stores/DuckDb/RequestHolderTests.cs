using Mockhaus.Statements.Stores.DuckDb;

namespace Mockhaus.Statements.Tests.Stores.DuckDb;

public sealed class RequestHolderTests
{
    [Test]
    public void Who_begins_again_in_the_file_does_not_take_a_request_id_back_from_one_of_the_same_time()
    {
        var index = new StatementIndex();
        var (released, holder) = (StatementHandle.New(TimeProvider.System), StatementHandle.New(TimeProvider.System));
        index.Apply(Begin(RowKind.Added, released, 1), 1);
        index.Apply(Begin(RowKind.Added, holder, 1), 2);

        index.Apply(Begin(RowKind.Tombstone, released, 4), 3);

        index.FindHolder("session", "request").Should().Be(holder);
    }

    [Test]
    public void A_live_statement_that_is_copied_does_not_take_a_request_id_back_from_the_newest([Values] bool isReopened)
    {
        var index = new StatementIndex();
        var (older, newest) = (StatementHandle.New(TimeProvider.System), StatementHandle.New(TimeProvider.System));
        if (!isReopened)
        {
            index.Apply(Begin(RowKind.Added, older, 1), 1);
        }

        index.Apply(Begin(RowKind.Added, newest, 1) with { Ticks = 1001 }, 2);

        index.Apply(Begin(RowKind.Added, older, 1), 3);

        index.FindHolder("session", "request").Should().Be(newest);
    }

    [Test]
    public void A_statement_that_has_lost_its_request_id_does_not_get_it_back_when_the_newest_is_removed()
    {
        var index = new StatementIndex();
        var (older, newest) = (StatementHandle.New(TimeProvider.System), StatementHandle.New(TimeProvider.System));
        index.Apply(Begin(RowKind.Added, older, 1), 1);
        index.Apply(Begin(RowKind.Added, newest, 1) with { Ticks = 1001 }, 2);
        index.Apply(new(RowKind.Removed, newest, 0, 0), 3);

        index.Apply(Begin(RowKind.Added, older, 3), 4);

        index.FindHolder("session", "request").Should().BeNull();
        index.Find(older)!.Request.Should().Be("request", "it still shows it");
    }

    private static StoredRow Begin(RowKind kind, StatementHandle handle, long version) =>
        new(kind, handle, version, 1000) { Session = "session", Request = "request" };
}
