// A TLS server of Go. It prints its port, answers the line of each client in upper case, and closes
// the connection.
//
//	serve-tls FILE KEY          defaults of Go
//	serve-tls FILE KEY x25519   only this group
//	serve-tls FILE KEY tls1.2   only this version
//	serve-tls FILE KEY require  requires a client certificate
package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	pair, err := tls.LoadX509KeyPair(args[0], args[1])
	if err != nil {
		return err
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}}
	for _, arg := range args[2:] {
		switch arg {
		case "x25519":
			config.CurvePreferences = []tls.CurveID{tls.X25519}
		case "tls1.2":
			config.MaxVersion = tls.VersionTLS12
		case "require":
			config.ClientAuth = tls.RequireAnyClientCert
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Printf("listening on %d\n", listener.Addr().(*net.TCPAddr).Port)
	for {
		connection, err := listener.Accept()
		if err != nil {
			return err
		}
		go serve(tls.Server(connection, config))
	}
}

func serve(connection *tls.Conn) {
	defer connection.Close()
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err == nil {
		fmt.Fprint(connection, strings.ToUpper(line))
	}
}
