using System.Data.Common;

namespace Mockhaus.Statements.Tests.Support;

public sealed class TestDbException(string message, string sqlState) : DbException(message)
{
    public override string SqlState { get; } = sqlState;
}
