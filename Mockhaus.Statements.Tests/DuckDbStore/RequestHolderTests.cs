using Mockhaus.Statements.DuckDb;

namespace Mockhaus.Statements.Tests.DuckDbStore;

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

        index.HolderOf("session", "request").Should().Be(holder);
    }

    private static StoredRow Begin(RowKind kind, StatementHandle handle, long version) =>
        new(kind, handle, version, 1000) { Session = "session", Request = "request" };
}
