using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.History;
using Mockhaus.Statements.Tests.Support;

namespace Mockhaus.Statements.Tests.History.DuckDb;

public sealed class DuckDbHistoryConformance : HistoryConformance<DuckDbHistoryConformance.Factory>
{
    public sealed class Factory : HistoryFactory
    {
        private readonly TemporaryFolder _folder = new();

        public override Type HistoryType => typeof(DuckDbStatementHistory);

        public override async ValueTask<IStatementHistory> OpenAsync() => await DuckDbStatementHistory.OpenAsync(_folder.File("history.db"));

        public override ValueTask DisposeAsync()
        {
            _folder.Dispose();
            return base.DisposeAsync();
        }
    }
}
