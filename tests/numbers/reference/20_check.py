#!/usr/bin/env python3
"""Independent recomputation of expected_flat.tsv with Python (scipy/statsmodels/mpmath/fractions); also writes
   exact-integer merge cases, Philox / FNV vectors, Poisson-bootstrap and permutation golden files (checked again by rngcheck.c)."""
import csv, json, math, itertools, collections
from fractions import Fraction as Fr
import numpy as np, scipy.stats as ss, scipy.special as sp, statsmodels.api as sm, mpmath as mp
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.oneway import anova_oneway
G={}
for r in csv.DictReader(open('expected_flat.tsv'),delimiter='\t'): G[(r['id'],r['key'])]=r['value']
worst=collections.OrderedDict(); cnt={}; nchk=0; bad=[]
def ck(i,k,v,tol=1e-9,atol=1e-17):
    global nchk
    e=G[(i,k)]; nchk+=1
    try: e=float(e)
    except ValueError:
        if str(v)!=e: bad.append((i,k,e,v)); 
        return
    d=abs(e-v); rel=d/max(abs(e),abs(v),1e-300)
    raw=rel
    if d<=atol: rel=0.
    g=i.split('.')[0]; cnt[g]=cnt.get(g,0)+1; worst[g]=max(worst.get(g,0),raw if d>1e-17 else 0)
    if not rel<=tol: bad.append((i,k,e,v,rel))
def rd(f): return list(csv.DictReader(open('data/'+f)))
art=rd('articles.csv'); O=['Alpha','Beta','Gamma','Delta','Epsilon','Zeta']; GEN=['news','opinion','sport','business']
col=lambda c,rows=art: np.array([float(r[c]) for r in rows]); out=np.array([r['outlet'] for r in art]); w=col('words'); story=np.array([r['story_id'] for r in art])
def tq(df,p=.975):
    mp.mp.dps=25; f=lambda t: 1-mp.betainc(mp.mpf(df)/2,mp.mpf(1)/2,0,df/(df+t*t),regularized=True)/2-mp.mpf(p); return float(mp.findroot(f,float(ss.t.ppf(p,df))))
def lin(y,w):
    n=len(y); R=math.fsum(y)/math.fsum(w); return R, n/(n-1)*math.fsum((y-R*w)**2)/math.fsum(w)**2
# --- descriptives
for ft in ['hedges','loaded','anon','nulltrait']:
    for o in O:
        m=out==o; y=col(ft)[m]; x=w[m]; i=f'desc.{ft}.{o}'
        if (i,'rate') not in G: continue
        R,v=lin(y,x); n=len(y); t=tq(n-1); r=y/x
        for k,val in [('n',n),('rate',1000*R),('se_linear',1000*math.sqrt(v)),('se_log',math.sqrt(v)/R),('ci_log_t.lo',1000*R*math.exp(-t*math.sqrt(v)/R)),('ci_log_t.hi',1000*R*math.exp(t*math.sqrt(v)/R)),('ci_wald_t.hi',1000*(R+t*math.sqrt(v))),('mean_of_rates',1000*r.mean()),('sd_of_rates',1000*r.std(ddof=1)),('median_rate',1000*np.median(r)),('mad_rate',1000*1.4826*np.median(abs(r-np.median(r)))),('articles_zero',(y==0).sum()),('ci_poisson_naive.lo',1000*ss.gamma.ppf(.025,y.sum())/x.sum()),('ci_poisson_naive.hi',1000*ss.gamma.ppf(.975,y.sum()+1)/x.sum()),('pearson_dispersion',((y-R*x)**2/(R*x)).sum()/(n-1)),('se_jackknife',1000*math.sqrt((n-1)/n*((lambda j:((j-j.mean())**2).sum())((y.sum()-y)/(x.sum()-x)))))]: ck(i,k,val)
        for q,k in zip([.05,.25,.5,.75,.95],['q05','q25','q50','q75','q95']): ck(i,'quantiles_type7.'+k,1000*np.quantile(r,q))
# --- GLM
def design(terms,coding='treatment'):
    c=[np.ones(len(art))]; nm=['(Intercept)']
    if coding=='treatment':
        for o in O[1:]: c.append((out==o)*1.); nm.append('outlet'+o)
    else:
        for j,o in enumerate(O[:5]): c.append((out==o)*1.-(out=='Zeta')*1.); nm.append(f'outlet{j+1}')
    g=np.array([r['genre'] for r in art])
    if 'genre' in terms:
        for z in GEN[1:]: c.append((g==z)*1.); nm.append('genre'+z)
    if 'day' in terms: c.append(col('day')); nm.append('day')
    return np.column_stack(c),nm
for (i,k) in [k for k in G if k[0].startswith('pois.') and k[1]=='phi']:
    _,ft,tm,cod=i.split('.'); X,nm=design(tm.split('_'),'treatment' if cod=='ref' else 'sum'); y=col(ft); off=np.log(w)
    f=sm.GLM(y,X,family=sm.families.Poisson(),offset=off).fit(tol=1e-14,maxiter=200); n,p=X.shape; mu=f.mu
    phi=((y-mu)**2/mu).sum()/(n-p); ck(i,'phi',phi,1e-8); A=np.linalg.inv((X*mu[:,None]).T@X); h=((X@A)*X).sum(1)*mu; e=y-mu
    hc1=A@((X*(e**2)[:,None]).T@X)@A*n/(n-p); hc3=A@((X*(e**2/(1-h)**2)[:,None]).T@X)@A
    cl=sm.GLM(y,X,family=sm.families.Poisson(),offset=off).fit(tol=1e-14,maxiter=200,cov_type='cluster',cov_kwds={'groups':np.unique(story,return_inverse=True)[1]})
    for j,nmj in enumerate(nm):
        ck(i,'coef.'+nmj,f.params[j],1e-7); ck(i,'se_poisson.'+nmj,math.sqrt(A[j,j]),1e-8); ck(i,'se_quasi.'+nmj,math.sqrt(phi*A[j,j]),1e-8); ck(i,'se_hc1.'+nmj,math.sqrt(hc1[j,j]),1e-8); ck(i,'se_hc3.'+nmj,math.sqrt(hc3[j,j]),1e-8); ck(i,'se_cluster_story_cr1.'+nmj,cl.bse[j],1e-7)
    ck(i,'deviance',f.deviance,1e-9); ck(i,'loglik',f.llf,1e-9)
# --- NB in 30-digit arithmetic (Newton on beta,log theta jointly; starting from golden)
mp.mp.dps=30
def nb_mp(i,X,nm,y,off):
    p=X.shape[1]; groups=collections.Counter((int(y[r]),)+tuple(X[r])+(float(off[r]),) for r in range(len(y)))
    b=[mp.mpf(G[(i,'coef.'+c)]) for c in nm]; u=mp.log(mp.mpf(G[(i,'theta')]))
    for it in range(12):
        th=mp.e**u; g=[mp.mpf(0)]*(p+1); H=mp.zeros(p+1,p+1); ll=mp.mpf(0); EI=mp.zeros(p,p)
        for key,m in groups.items():
            yy=key[0]; x=[mp.mpf(float(q)) for q in key[1:1+p]]; o=mp.mpf(key[-1]) if not isinstance(key[-1],mp.mpf) else key[-1]
            mu=mp.e**(mp.fdot(x,b)+o); a=(yy-mu)*th/(th+mu); ha=mu*th*(th+yy)/(th+mu)**2; wE=mu*th/(th+mu)
            s1=mp.fsum(1/(th+j) for j in range(yy)); s2=-mp.fsum(1/(th+j)**2 for j in range(yy))
            gt=s1-mp.log(1+mu/th)+1-(yy+th)/(mu+th); ht=s2+1/th-2/(mu+th)+(yy+th)/(mu+th)**2; hbt=-(mu*(mu-yy))/(th+mu)**2
            ll+=m*(mp.fsum(mp.log(th+j) for j in range(yy))-mp.loggamma(yy+1)+th*mp.log(th)-(th+yy)*mp.log(th+mu)+yy*mp.log(mu))
            g[p]+=m*gt*th; H[p,p]+=m*(ht*th*th+gt*th)
            for q in range(p):
                if x[q]==0: continue
                g[q]+=m*a*x[q]; H[q,p]-=m*hbt*x[q]*th
                for r in range(p):
                    if x[r]!=0: H[q,r]-=m*ha*x[q]*x[r]; EI[q,r]+=m*wE*x[q]*x[r]
        for q in range(p): H[p,q]=H[q,p]
        H2=H
        # d/dbeta dtheta: sign: dl_b/dtheta = x*(y-mu)*mu/(th+mu)^2
        for q in range(p): H2[q,p]=-H2[q,p]*0; 
        for key,m in groups.items():
            x=key[1:1+p]; yy=key[0]; mu=mp.e**(mp.fdot([mp.mpf(float(q)) for q in x],b)+mp.mpf(key[-1]))
            for q in range(p):
                if x[q]!=0: H2[q,p]+=m*mp.mpf(float(x[q]))*(yy-mu)*mu/(th+mu)**2*th
        for q in range(p): H2[p,q]=H2[q,p]
        d=mp.lu_solve(H2,mp.matrix([-z for z in g])); b=[b[q]+d[q] for q in range(p)]; u+=d[p]
        if max(abs(z) for z in d)<mp.mpf(10)**-22: break
    th=mp.e**u; ES=mp.inverse(EI); Ith=-mp.fsum(m*(-mp.fsum(1/(th+j)**2 for j in range(k[0]))+1/th-2/(mp.e**(mp.fdot([mp.mpf(float(q)) for q in k[1:1+p]],b)+mp.mpf(k[-1]))+th)+(k[0]+th)/(mp.e**(mp.fdot([mp.mpf(float(q)) for q in k[1:1+p]],b)+mp.mpf(k[-1]))+th)**2) for k,m in groups.items())
    for q,c in enumerate(nm): ck(i,'coef.'+c,float(b[q]),1e-8); ck(i,'se.'+c,float(mp.sqrt(ES[q,q])),1e-9)
    ck(i,'theta',float(th),1e-9); ck(i,'se_theta',float(1/mp.sqrt(Ith)),1e-8); ck(i,'loglik',float(ll),1e-10)
for ft in ['hedges','loaded','anon','nulltrait']: X,nm=design([]); nb_mp(f'nb.{ft}.outlet',X,nm,col(ft),np.log(w))
X,nm=design(['genre']); nb_mp('nb.loaded.outlet_genre',X,nm,col('loaded'),np.log(w))
q=rd('quine.csv'); Xq=np.column_stack([np.ones(len(q)),[r['Eth']=='N' for r in q],[r['Sex']=='M' for r in q],[r['Age']=='F1' for r in q],[r['Age']=='F2' for r in q],[r['Age']=='F3' for r in q],[r['Lrn']=='SL' for r in q]]).astype(float); nb_mp('nb.real.quine',Xq,['(Intercept)','EthN','SexM','AgeF1','AgeF2','AgeF3','LrnSL'],np.array([float(r['Days']) for r in q]),np.zeros(len(q)))
# --- omnibus
for ft in ['hedges','anon','nulltrait']:
    r=col(ft)/w; gs=[r[out==o] for o in O]; i='omnibus.'+ft; k=ss.kruskal(*gs); ck(i,'kw_H',k.statistic); ck(i,'kw_p',k.pvalue,1e-8); a=anova_oneway(gs,use_var='unequal',welch_correction=True); ck(i,'welch_F',a.statistic); ck(i,'welch_df2',a.df_denom); ck(i,'welch_p',a.pvalue,1e-8); f=ss.f_oneway(*gs); ck(i,'F',f.statistic,1e-8); ck(i,'F_p',f.pvalue,1e-8)
# --- pairs
for (i,k) in [k for k in G if k[0].startswith('pair.') and k[1]=='mw_U']:
    _,ft,x,_,y=i.split('.'); A=out==x;B=out==y; a=1000*col(ft)[A]/w[A]; b=1000*col(ft)[B]/w[B]; n,m=len(a),len(b)
    u=ss.mannwhitneyu(a,b,method='asymptotic',use_continuity=True); ck(i,'mw_U',u.statistic); ck(i,'mw_p_cc',u.pvalue,1e-8); ck(i,'mw_p_nocc',ss.mannwhitneyu(a,b,method='asymptotic',use_continuity=False).pvalue,1e-8)
    bmr=ss.brunnermunzel(b,a); ck(i,'bm_stat',bmr.statistic,1e-8); ck(i,'bm_p',bmr.pvalue,1e-7); t=ss.ttest_ind(a,b,equal_var=False); ck(i,'welch_t',t.statistic,1e-8); ck(i,'welch_p',t.pvalue,1e-8)
    D=np.sign(a[:,None]-b[None,:]); d=D.mean(); ck(i,'cliff.delta',d); di=D.mean(1);dj=D.mean(0); v=(m*m*((di-d)**2).sum()+n*n*((dj-d)**2).sum()-((D-d)**2).sum())/(n*m*(n-1)*(m-1)); v=max(v,(1-d*d)/(n*m-1)); ck(i,'cliff.var_unbiased',v,1e-8); z=ss.norm.ppf(.975); ck(i,'cliff.ci_asym_unbiased.lo',(d-d**3-z*math.sqrt(v)*math.sqrt((1-d*d)**2+z*z*v))/(1-d*d+z*z*v),1e-8)
    df=n+m-2; s=math.sqrt(((n-1)*a.var(ddof=1)+(m-1)*b.var(ddof=1))/df); dd=(a.mean()-b.mean())/s; J=math.exp(math.lgamma(df/2)-math.log(math.sqrt(df/2))-math.lgamma((df-1)/2)); ck(i,'hedges.g',J*dd); tt=dd/math.sqrt(1/n+1/m)
    for nm_,pp in [('lo',.975),('hi',.025)]:
        from scipy.optimize import brentq
        L=brentq(lambda l: ss.nct.cdf(tt,df,l)-pp,tt-8,tt+8,xtol=1e-12); ck(i,'hedges.ci_noncentral_t.'+nm_,J*math.sqrt(1/n+1/m)*L,1e-6,1e-7)
    (R1,v1),(R2,v2)=lin(col(ft)[A],w[A]),lin(col(ft)[B],w[B]); va,vb=v1/R1**2,v2/R2**2; l=math.log(R1/R2); se=math.sqrt(va+vb); df=(va+vb)**2/(va*va/(n-1)+vb*vb/(m-1)); ck(i,'rate_ratio.log_rr',l); ck(i,'rate_ratio.se',se); ck(i,'rate_ratio.df',df); ck(i,'rate_ratio.p',2*ss.t.sf(abs(l/se),df),1e-8); ck(i,'rate_ratio.ci.hi',math.exp(l+tq(df)*se))
# --- exact permutation small2 in exact rational arithmetic
s2=rd('small2.csv'); Y=[int(r['count']) for r in s2]; W_=[int(r['words']) for r in s2]; R=[Fr(1000*a,b) for a,b in zip(Y,W_)]
def st(ii):
    jj=[k for k in range(13) if k not in ii]; ros=1000*(Fr(sum(Y[k] for k in jj),sum(W_[k] for k in jj))-Fr(sum(Y[k] for k in ii),sum(W_[k] for k in ii))); mor=sum(R[k] for k in jj)/7-sum(R[k] for k in ii)/6; return abs(ros),abs(mor)
o=st(range(6)); allp=[st(c) for c in itertools.combinations(range(13),6)]; ck('perm_exact.small2','n_ge.ros',sum(a[0]>=o[0] for a in allp)); ck('perm_exact.small2','n_ge.mor',sum(a[1]>=o[1] for a in allp))
rk=ss.rankdata([float(x) for x in R]); E=7*14/2; ob=abs(sum(rk[6:])-E); ck('perm_exact.small2','p_ranksum_exact',sum(abs(sum(rk[j] for j in range(13) if j not in c)-E)>=ob-1e-9 for c in itertools.combinations(range(13),6))/1716,1e-12)
# --- multiplicity
P=[.0003,.012,.012,.04,.049,.2,.5,None,.99,1,.0003]; pv=[p for p in P if p is not None]
for m_,k in [('holm','holm'),('fdr_bh','BH'),('fdr_by','BY'),('simes-hochberg','hochberg'),('bonferroni','bonferroni')]:
    adj=list(multipletests(pv,method=m_)[1]); it=iter(adj)
    for j,p in enumerate(P):
        if p is not None: ck('padjust',f'{k}.{j}',next(it))
# --- matched
st_=rd('stories.csv')
for ft in ['hedges','nulltrait']:
    So=['Alpha','Beta','Gamma','Delta','Epsilon']; X=np.array([[r['outlet']==o for o in So[1:]] for r in st_]).astype(float); y=np.array([int(r[ft]) for r in st_]); ww=np.array([float(r['words']) for r in st_]); gid=np.array([r['story_id'] for r in st_]); be=np.zeros(4)
    for it in range(60):
        U=np.zeros(4);I=np.zeros((4,4));S=[]
        for g in np.unique(gid):
            m=gid==g; T=y[m].sum()
            if T==0 or m.sum()<2: continue
            p=ww[m]*np.exp(X[m]@be); p/=p.sum(); u=X[m].T@(y[m]-T*p); xb=p@X[m]; U+=u; S.append(u); I+=T*((X[m]*p[:,None]).T@X[m]-np.outer(xb,xb))
        dl=np.linalg.solve(I,U); be+=dl
        if abs(dl).max()<1e-13: break
    A=np.linalg.inv(I); S=np.array(S); Gn=(abs(S).sum(1)>0).sum(); Vr=A@(S.T@S)@A*Gn/(Gn-1)
    for j,o in enumerate(So[1:]): ck('conditional_poisson.'+ft,'coef.'+o,be[j],1e-8); ck('conditional_poisson.'+ft,'se.'+o,math.sqrt(A[j,j]),1e-8); ck('conditional_poisson.'+ft,'se_robust.'+o,math.sqrt(Vr[j,j]),1e-8)
pr=rd('pairs.csv'); d=np.array([round(1000*(float(r['edited_count'])/float(r['edited_words'])-float(r['wire_count'])/float(r['wire_words'])),10) for r in pr])
a=ss.wilcoxon(d,zero_method='wilcox',correction=True,mode='approx'); ck('wire_pairs','p_cc',a.pvalue,1e-8); b=ss.wilcoxon(d,zero_method='pratt',correction=False,mode='approx'); ck('wire_pairs','pratt_p',b.pvalue,1e-8); ck('wire_pairs','paired_p',ss.ttest_1samp(d,0).pvalue,1e-8)
sc=rd('stories_complete.csv'); M={}
for r in sc: M.setdefault(r['story_id'],{})[r['outlet']]=float(r['hedges'])/float(r['words'])
fr=ss.friedmanchisquare(*[[M[s][o] for s in sorted(M)] for o in ['Alpha','Beta','Gamma','Delta']]); ck('friedman.complete','Q',fr.statistic,1e-9)
# --- keyness: all rows of the CSVs
v=rd('vocab.csv'); N={r['outlet']:int(r['tokens']) for r in rd('vocab_totals.csv')}; NT=sum(N.values())
for o in ['Beta','Gamma']:
    E={r['word']:r for r in csv.DictReader(open(f'expected/keyness_{o}_vs_rest.csv'))}; ps=[]; mx=0
    for r in v:
        y={q:int(r['n_'+q]) for q in O}; t=sum(y.values()); yi=y[o]; yj=t-yi; ni=N[o]; nj=NT-ni; aw=1000*t/NT
        dl=math.log((yi+aw)/(ni+1000-yi-aw))-math.log((yj+aw)/(nj+1000-yj-aw)); va=1/(yi+aw)+1/(yj+aw); e1=ni*t/NT;e2=nj*t/NT; xl=lambda a,b: a*math.log(a/b) if a>0 else 0.
        g4=2*math.fsum([xl(yi,e1),xl(yj,e2),xl(ni-yi,ni-e1),xl(nj-yj,nj-e2)]); p=ss.chi2.sf(g4,1); ps.append(p)
        for k,val in [('delta',dl),('var',va),('z',dl/math.sqrt(va)),('log2ratio',math.log2(((yi+.5)/(ni+.5))/((yj+.5)/(nj+.5))))]: mx=max(mx,abs(float(E[r['word']][k])-val)/max(1,abs(val)))
        mx=max(mx,abs(float(E[r['word']]['G2_4cell'])-g4)/max(1,g4)); nchk+=5
    bh=multipletests(ps,method='fdr_bh')[1]; mx=max(mx,max(abs(float(E[r['word']]['BH'])-x) for r,x in zip(v,bh))); print('keyness',o,'max diff',mx); assert mx<1e-7
# --- PCA / CA
X=np.array([[float(r[c]) for c in r if c!='outlet'] for r in rd('profile.csv')]); Z=(X-X.mean(0))/X.std(0,ddof=1); s=np.linalg.svd(Z,compute_uv=False)
for j in range(5): ck('pca.profile',f'sdev.{j}',s[j]/math.sqrt(5),1e-9)
Nn=np.array([[float(r[c]) for c in r if c!='outlet'] for r in rd('frames.csv')]); Pm=Nn/Nn.sum(); rr=Pm.sum(1);cc=Pm.sum(0); S=(Pm-np.outer(rr,cc))/np.sqrt(np.outer(rr,cc)); s=np.linalg.svd(S,compute_uv=False)
for j in range(5): ck('ca.frames',f'singular_values.{j}',s[j],1e-9)
ck('ca.frames','chisq',ss.chi2_contingency(Nn,correction=False)[0],1e-10)
# --- agreement
from statsmodels.stats.inter_rater import cohens_kappa
tr=rd('annot_two_raters.csv'); T=np.zeros((5,5))
for r in tr: T[int(r['r1'])-1,int(r['r2'])-1]+=1
for nm_,wt in [('unweighted',None),('linear','linear'),('quadratic','quadratic')]:
    k=cohens_kappa(T,wt=wt); ck('kappa.two_raters',nm_+'.kappa',k.kappa,1e-10); ck('kappa.two_raters',nm_+'.se',k.std_kappa,1e-8)
def kalpha(D,metric):
    D=[[x for x in u if x is not None] for u in D]; D=[u for u in D if len(u)>1]; n=sum(map(len,D)); c=collections.Counter(x for u in D for x in u); vals=sorted(c)
    def de(a,b):
        if metric=='nominal': return float(a!=b)
        if metric=='interval': return (a-b)**2
        if metric=='ratio': return 0. if a+b==0 else ((a-b)/(a+b))**2
        a,b=min(a,b),max(a,b); return 0. if a==b else (sum(c[x] for x in vals if a<=x<=b)-(c[a]+c[b])/2)**2
    Do=sum(sum(de(a,b) for a in u for b in u)/(len(u)-1) for u in D)/n; De=sum(c[a]*c[b]*de(a,b) for a in vals for b in vals)/(n*(n-1)); return 1-Do/De
num=lambda s: None if s in('','NA') else float(s)
K=[[num(r[c]) for c in 'ABCD'] for r in rd('annot_krippendorff2011.csv')]
for m_ in ['nominal','ordinal','interval','ratio']: ck('kripp.published2011',m_,kalpha(K,m_),1e-12)
for m_ in ['nominal','ordinal','interval']: ck('kripp.'+m_,'alpha',kalpha([[num(r[c]) for c in ('c1','c2','c3')] for r in rd(f'annot_{m_}.csv')],m_),1e-12)
# --- diversity
for o in O:
    x=np.array([int(r['mentions']) for r in rd('sources.csv') if r['outlet']==o]); n=x.sum(); p=x/n; i='diversity.'+o; ck(i,'shannon_mle',ss.entropy(p),1e-10,1e-12); f1=(x==1).sum(); f1=n-1 if f1==n else f1; C=1-f1/n; pa=C*p; ck(i,'shannon_chao_shen',float(-(pa*np.log(pa)/(1-(1-pa)**int(n))).sum()),1e-9,1e-10); 
    if n>=10: ck(i,'rarefied_10',float(sum(1-Fr(math.comb(int(n-k),10),math.comb(int(n),10)) for k in x)),1e-10)
# --- trend
t_=[r for r in rd('trend.csv') if float(r['words'])>0]; tx=np.array([float(r['week']) for r in t_]); ry=np.array([1000*float(r['count'])/float(r['words']) for r in t_]); th=ss.theilslopes(ry,tx,.95); ck('trend.weekly','sen_slope',th[0]); ck('trend.weekly','sen_intercept',th[1]); ck('trend.weekly','sen_ci.lo',th[2]); ck('trend.weekly','sen_ci.hi',th[3]); ck('trend.weekly','tau_b',ss.kendalltau(tx,ry).statistic,1e-10)
# --- huge, exact rationals
hg=rd('edge_huge.csv')
for o in 'PQR':
    y=[int(r['count']) for r in hg if r['outlet']==o]; x=[int(r['words']) for r in hg if r['outlet']==o]; n=len(y);Sy,Sw=sum(y),sum(x); Nn_=Sw*Sw*sum(a*a for a in y)-2*Sy*Sw*sum(a*b for a,b in zip(y,x))+Sy*Sy*sum(b*b for b in x); v=Fr(n,n-1)*Fr(Nn_,Sw**4); ck('edge.huge','rate.'+o,float(Fr(1000*Sy,Sw)),1e-15); ck('edge.huge','v.'+o,float(v),1e-12)
    print('huge',o,'bits: sum w^2',sum(b*b for b in x).bit_length(),' W^2*Syy',(Sw*Sw*sum(a*a for a in y)).bit_length(),' numerator',Nn_.bit_length())

# --- contrasts, reliability, tool, matched ranks, power
for ft in ['hedges','nulltrait']:
    i='grandmean.'+ft; L=[lin(col(ft)[out==o],w[out==o]) for o in O]; l=np.array([math.log(a) for a,_ in L]); v=np.array([b/a**2 for a,b in L]); n=np.array([(out==o).sum() for o in O]); C=np.eye(6)-1/6
    for j,o in enumerate(O):
        e=C[j]@l; s2_=(C[j]**2*v).sum(); df=s2_**2/((C[j]**4*v**2)/(n-1)).sum(); ck(i,'est.'+o,e,1e-9); ck(i,'se.'+o,math.sqrt(s2_)); ck(i,'df.'+o,df); ck(i,'p.'+o,2*ss.t.sf(abs(e)/math.sqrt(s2_),df),1e-8)
    wt=1/v; lb=(wt*l).sum()/wt.sum(); tm=((1-wt/wt.sum())**2/(n-1)).sum(); F=(wt*(l-lb)**2).sum()/5/(1+2*4/35*tm); ck(i,'welch_F',F); ck(i,'welch_p',ss.f.sf(F,5,35/(3*tm)),1e-8)
i='outlet_score.hedges'; L=[lin(col('hedges')[out==o],w[out==o]) for o in O]; l=np.array([math.log(a) for a,_ in L]); v=np.array([b/a**2 for a,b in L]); n=np.array([(out==o).sum() for o in O]); wt=1/v; mu=(wt*l).sum()/wt.sum(); Q=(wt*(l-mu)**2).sum(); t2=max(0,(Q-5)/(wt.sum()-(wt**2).sum()/wt.sum())); ck(i,'Q',Q); ck(i,'tau2',t2)
for j,o in enumerate(O): ck(i,'reliability.'+o,t2/(t2+v[j])); ck(i,'n_for_rel80.'+o,n[j]*v[j]*4/t2)
th_=rd('tool_vs_human.csv'); h=np.array([int(r['human']) for r in th_]); t=np.array([int(r['tool']) for r in th_]); ar=np.array([r['article'] for r in th_])
def rat(nu,de):
    N_=np.array([nu[ar==a].sum() for a in np.unique(ar)]);D_=np.array([de[ar==a].sum() for a in np.unique(ar)]);R=N_.sum()/D_.sum();g=len(N_);return R,math.sqrt(g/(g-1)*((N_-R*D_)**2).sum()/D_.sum()**2)
tp=h*t; P_=rat(tp,t); R_=rat(tp,h); F_=rat(2*tp,t+h); i='tool_vs_human'; ck(i,'precision',P_[0]);ck(i,'precision_se',P_[1]);ck(i,'recall_se',R_[1]);ck(i,'f1',F_[0]);ck(i,'f1_se',F_[1]); pi=(h.mean()+t.mean())/2; po=(h==t).mean(); ck(i,'gwet_ac1',(po-2*pi*(1-pi))/(1-2*pi*(1-pi))); ck(i,'kripp_nominal_2coders',kalpha([[float(a),float(b)] for a,b in zip(h,t)],'nominal'))
X=np.array([[float(r['i%d'%k]) for k in range(1,7)] for r in rd('items.csv')]); al=6/5*(1-X.var(0,ddof=1).sum()/X.sum(1).var(ddof=1)); ck('cronbach.items','alpha',al); ck('cronbach.items','ci_feldt.lo',1-(1-al)*ss.f.ppf(.975,49,245),1e-8)
sf=rd('story_pairs_AB.csv')[:16]; dd=[Fr(1000*int(r['b_count']),int(r['b_words']))-Fr(1000*int(r['a_count']),int(r['a_words'])) for r in sf]
import math as _m; L_=1
for q in dd: L_=L_*q.denominator//_m.gcd(L_,q.denominator)
di_=[int(q*L_) for q in dd]; T0=abs(sum(di_)); sums=[0]
for q in di_: sums=[x+q for x in sums]+[x-q for x in sums]
ck('signflip_exact.AB','n_ge',sum(abs(x)>=T0 for x in sums))
z_=ss.norm.ppf(.975)+ss.norm.ppf(.8); u_=lambda r,t: 1/(r*600/1000)+(1+.65**2)/t
for gi,(rate,tht) in enumerate([(.35,.3),(1.5,.8),(5,2)]):
    for gj,rr_ in enumerate([1.25,1.5,2]): ck('power.nb',f'grid.g{gi*3+gj+1}.n',z_**2*(u_(rate,tht)+u_(rate*rr_,tht))/math.log(rr_)**2)
cov=collections.Counter(k[0] for k in G); 
# ================= RNG / merge golden ==================
M0,M1,W0,W1=0xD2511F53,0xCD9E8D57,0x9E3779B9,0xBB67AE85; U=0xffffffff
def philox(c,k):
    c=list(c);k=list(k)
    for r in range(10):
        p0=M0*c[0];p1=M1*c[2]; c=[(p1>>32)^c[1]^k[0],p1&U,(p0>>32)^c[3]^k[1],p0&U]; k=[(k[0]+W0)&U,(k[1]+W1)&U]
    return c
assert philox([0]*4,[0]*2)==[0x6627e8d5,0xe169c58d,0xbc57ac4c,0x9b00dbd8]; assert philox([U]*4,[U]*2)==[0x408f276d,0x41c83b0e,0xa20bc7c6,0x6d5451fd]; assert philox([0x243f6a88,0x85a308d3,0x13198a2e,0x03707344],[0xa4093822,0x299f31d0])==[0xd16cfe09,0x94fdcceb,0x5001e420,0x24126ea1]
def fnv(s):
    h=0xcbf29ce484222325
    for b in s.encode(): h=((h^b)*0x100000001b3)&0xffffffffffffffff
    return h
assert fnv('')==0xcbf29ce484222325 and fnv('a')==0xaf63dc4c8601ec8c and fnv('foobar')==0x85944171f73967e8
mp.mp.dps=40; thr=[];c=mp.mpf(0)
for k in range(0,12): c+=mp.e**-1/mp.factorial(k); thr.append(min(2**32,int(mp.floor(c*2**32))))
pois=lambda u: next((k for k,t in enumerate(thr) if u<t),len(thr))
SEED=20240601; key=(SEED&U,SEED>>32)
def pw(aid,b): h=fnv(aid); return pois(philox([h&U,h>>32,b>>2,1],key)[b&3])          # stream tag 1 = Poisson bootstrap
rows=sorted(art,key=lambda r:r['article_id']); B=400; per={o:{'Y':[0]*B,'W':[0]*B} for o in O}
for r in rows:
    y,x=int(r['hedges']),int(r['words']); h=fnv(r['article_id'])
    for b in range(B):
        if b&3==0: blk=philox([h&U,h>>32,b>>2,1],key)
        k=pois(blk[b&3]); per[r['outlet']]['Y'][b]+=k*y; per[r['outlet']]['W'][b]+=k*x
def type6(v,p):
    v=sorted(v);n=len(v);h=(n+1)*p;k=math.floor(h); return v[0] if k<1 else v[-1] if k>=n else v[k-1]+(h-k)*(v[k]-v[k-1])
def perm(n,b):                                     # stream tag 2 = permutations; Fisher-Yates from the top, Lemire with rejection
    a=list(range(n)); ctr=0; buf=[]
    def nxt():
        nonlocal ctr,buf
        if not buf: buf=philox([ctr&U,ctr>>32,b,2],key); ctr+=1
        return buf.pop(0)
    for i in range(n-1,0,-1):
        s=i+1; m=nxt()*s; l=m&U
        if l<s:
            t=(2**32-s)%s
            while l<t: m=nxt()*s; l=m&U
        j=m>>32; a[i],a[j]=a[j],a[i]
    return a
rng={'seed':SEED,'philox4x32_10_known_answers':[{'ctr':[0]*4,'key':[0]*2,'out':philox([0]*4,[0]*2)},{'ctr':[U]*4,'key':[U]*2,'out':philox([U]*4,[U]*2)}],'fnv1a64':{s:str(fnv(s)) for s in ['','a','foobar','A0001']},
 'poisson1_thresholds_u32':thr,'poisson_weights_A0001_first20':[pw('A0001',b) for b in range(20)],'poisson_weights_A0440_first20':[pw('A0440',b) for b in range(20)],
 'rule':'counter=(hash_lo,hash_hi,b>>2,1), key=(seed_lo,seed_hi), word b&3; weight=#{thresholds<=u}; permutations: counter=(block_lo,block_hi,b,2), Fisher-Yates i=n-1..1, Lemire multiply-shift with rejection; articles sorted by article_id',
 'poisson_bootstrap_hedges_B400':{o:{'Y_first8':per[o]['Y'][:8],'W_first8':per[o]['W'][:8],'sum_Y':sum(per[o]['Y']),'sum_W':sum(per[o]['W']),'empty_replicates':sum(x==0 for x in per[o]['W']),
    'se_log_rate':float(np.std([math.log(a/b) for a,b in zip(per[o]['Y'],per[o]['W']) if a>0],ddof=1)),'perc_type6':[type6([1000*a/b for a,b in zip(per[o]['Y'],per[o]['W']) if b>0],p) for p in (.025,.975)]} for o in O},
 'permutations_n13_first5':[perm(13,b) for b in range(5)],'permutations_n440_b0_first20':perm(440,0)[:20]}
json.dump(rng,open('expected/rng.json','w'),indent=1)
# merge: shards by row index mod 4, exact integers
mer={}
for o in O:
    sh=[dict(n=0,Y=0,W=0,YY=0,YW=0,WW=0) for _ in range(4)]
    for j,r in enumerate(art):
        if r['outlet']!=o: continue
        y,x=int(r['hedges']),int(r['words']); s=sh[j%4]; s['n']+=1;s['Y']+=y;s['W']+=x;s['YY']+=y*y;s['YW']+=y*x;s['WW']+=x*x
    t={k:sum(s[k] for s in sh) for k in sh[0]}; N_=t['W']**2*t['YY']-2*t['Y']*t['W']*t['YW']+t['Y']**2*t['WW']; v=Fr(t['n'],t['n']-1)*Fr(N_,t['W']**4); grp=[[0,0] for _ in range(20)]
    for r in art:
        if r['outlet']==o: g=grp[fnv(r['article_id'])%20]; g[0]+=int(r['hedges']); g[1]+=int(r['words'])
    use=[g for g in grp if g[1]>0]; lg=[math.log((t['Y']-g[0])/(t['W']-g[1])) for g in use]; Gn=len(use); mm=sum(lg)/Gn
    mer[o]={'shards':sh,'total':t,'numerator':str(N_),'rate_per_1000':float(Fr(1000*t['Y'],t['W'])),'v_linear':float(v),'dagjk_groups':Gn,'dagjk_se_log':math.sqrt((Gn-1)/Gn*math.fsum((z-mm)**2 for z in lg))}
    ck(f'desc.hedges.{o}','rate',mer[o]['rate_per_1000'],1e-14); ck(f'desc.hedges.{o}','se_linear',1000*math.sqrt(v),1e-13)
json.dump({'rule':'row index (0-based, file order) mod 4 -> shard; v=n/(n-1)*numerator/W^4; delete-a-group jackknife with group=fnv1a64(article_id) mod 20, empty groups skipped','outlets':mer},open('expected/merge.json','w'),indent=1)
print('checked values:',nchk,' failures:',len(bad)); 
for b in bad[:40]: print('  BAD',b)
print('worst relative difference per group:'); 
for g,vv in worst.items(): print(f'  {g:22s} n={cnt[g]:5d} {vv:.2e}')
