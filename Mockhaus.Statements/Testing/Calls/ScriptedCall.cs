using System.Globalization;
using System.Text;

namespace Mockhaus.Statements.Testing;

/// <summary>A call of the scripted executor, at one point in time. Immutable.</summary>
/// <param name="Statement">The statement when the call started: its SQL, bindings, context and so on.</param>
/// <param name="Rule">The rule that matched, or null.</param>
/// <param name="StartedAt">When the call started, by the script's clock.</param>
/// <param name="State">The state of the call.</param>
public sealed record ScriptedCall(Statement Statement, ScriptedRule? Rule, DateTimeOffset StartedAt, ScriptedCallState State)
{
    /// <summary>The SQL of the statement.</summary>
    public string Sql => Statement.Sql;

    /// <summary>For failed assertions. It contains the SQL, which is the test's own, but no bindings.</summary>
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(CultureInfo.InvariantCulture, $"Sql = {Sql}, State = {State}, Rule = {Rule}");
        return true;
    }
}
