namespace Mockhaus.Statements.Tests.Support;

/// <summary>What a <see cref="TcpProxy"/> loses.</summary>
public enum ProxyLoss
{
    /// <summary>The request: Redis never gets it, and the connection is cut.</summary>
    Request,

    /// <summary>The answer: Redis has done it, and the connection is cut.</summary>
    Reply,

    /// <summary>Nothing: the request comes late.</summary>
    Nothing,

    /// <summary>Whoever has sent it: his connection is cut, and the request comes late.</summary>
    Sender,
}
