using System.Data.Common;

namespace Mockhaus.Statements.Execution;

/// <summary>Determines whether an exception can be logged. The message of a database can contain SQL, and must not be logged.</summary>
internal static class FailureCause
{
    /// <summary>Whether an exception is a failure of the executor: neither an error of the SQL nor of this library, and without an inner
    /// exception of a database.</summary>
    public static bool IsTheExecutors(Exception exception) => exception switch
    {
        StatementException or DbException or DuckDbQueryException => false,
        AggregateException many => many.InnerExceptions.All(IsTheExecutors),
        { InnerException: { } inner } => IsTheExecutors(inner),
        _ => true,
    };
}
