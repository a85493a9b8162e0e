using Mockhaus.Statements.Conformance;
using Mockhaus.Statements.History;

namespace Mockhaus.Statements.Tests.History.Memory;

public sealed class MemoryHistoryConformance : HistoryConformance<MemoryHistoryConformance.Factory>
{
    public sealed class Factory : HistoryFactory
    {
        public override Type HistoryType => typeof(MemoryStatementHistory);

        public override ValueTask<IStatementHistory> OpenAsync() => new(new MemoryStatementHistory());
    }
}
