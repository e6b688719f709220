"""Cluster (集群): the shares of a build on the machines of a Dask cluster; `dispatch` alone knows Dask.

    Cluster (workers.py) ─pipe─▶ dispatch ─Dask─▶ errand, in a worker ─pipe─▶ sitting, which works the share

What a share needs and what it makes are files in a place that all machines reach; only their names and digests go through
Dask. Code never travels: each machine has the same package installed, or it is refused.
"""
